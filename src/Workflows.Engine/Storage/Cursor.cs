using System.Buffers.Binary;
using System.Buffers.Text;

namespace Workflows.Engine.Storage;

/// <summary>Where a page ended: the sort key of its last row. Rows that are added meanwhile neither repeat nor hide others.</summary>
/// <param name="List">The list, so that the cursor of another one is refused.</param>
/// <param name="At">The moment the list is sorted by, in UTC ticks.</param>
/// <param name="Number">The row's number, which decides between equal moments.</param>
internal readonly record struct Cursor(ListKind List, long At, long Number)
{
    private const int Length = 1 + 8 + 8;

    /// <summary>Reads a cursor; null begins at the beginning.</summary>
    /// <exception cref="InvalidCursorException">It is not a cursor of this list.</exception>
    public static Cursor? Parse(string? text, ListKind list)
    {
        if (text is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || !Base64Url.TryDecodeFromChars(text, bytes, out _) || bytes[0] != (byte)list)
        {
            throw new InvalidCursorException();
        }

        return new Cursor(list, BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
    }

    /// <summary>The cursor as callers carry it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)List;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], At);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Number);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <summary>The lists that are read page by page, each with an order of its own.</summary>
internal enum ListKind : byte
{
    /// <summary>Instances, latest first.</summary>
    Instances = 1,

    /// <summary>Open tasks, oldest first.</summary>
    OpenTasks = 2,

    /// <summary>Closed tasks, latest first.</summary>
    ClosedTasks = 3,

    /// <summary>Deliveries of events, latest first.</summary>
    Deliveries = 4,

    /// <summary>What people did, latest first.</summary>
    Acts = 5,

    /// <summary>Open incidents, latest first.</summary>
    Incidents = 6,
}
