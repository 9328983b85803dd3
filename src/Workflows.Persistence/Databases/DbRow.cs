using System.Data.Common;
using System.Globalization;

namespace Workflows.Persistence.Databases;

/// <summary>A row that is being read; columns are counted from 0, and read as <see cref="StoredValue"/> wrote them.</summary>
internal readonly struct DbRow(DbDataReader data)
{
    public string Text(int column) => data.GetString(column);

    public string? TextOrNull(int column) => data.IsDBNull(column) ? null : data.GetString(column);

    public int Count(int column) => data.GetInt32(column);

    public long Number(int column) => data.GetInt64(column);

    public long? NumberOrNull(int column) => data.IsDBNull(column) ? null : data.GetInt64(column);

    public bool Flag(int column) => data.GetBoolean(column);

    public byte[] Bytes(int column) => data.GetFieldValue<byte[]>(column);

    public byte[]? BytesOrNull(int column) => data.IsDBNull(column) ? null : Bytes(column);

    /// <summary>An id. SQLite keeps its 16 bytes, PostgreSQL has a type for it.</summary>
    public Guid Id(int column) => data.GetValue(column) is byte[] bytes ? new Guid(bytes, bigEndian: true) : data.GetGuid(column);

    public Guid? IdOrNull(int column) => data.IsDBNull(column) ? null : Id(column);

    public DateTimeOffset Moment(int column) => StoredValue.ToMoment(data.GetInt64(column));

    public DateTimeOffset? MomentOrNull(int column) => data.IsDBNull(column) ? null : Moment(column);

    /// <summary>A status or kind.</summary>
    public TEnum Name<TEnum>(int column)
        where TEnum : struct, Enum => StoredValue.To<TEnum>(data.GetString(column));

    /// <summary>What stands in the row, for reports; bytes are shown as the text they are.</summary>
    public override string ToString()
    {
        var values = new object[data.FieldCount];
        data.GetValues(values);
        return string.Join(' ', values.Where(v => v is not DBNull).Select(v => v is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : Convert.ToString(v, CultureInfo.InvariantCulture)));
    }
}
