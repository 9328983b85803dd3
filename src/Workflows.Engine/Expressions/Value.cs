using System.Runtime.InteropServices;
using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>An immutable value of the expression language. Values read from JSON stay JSON until somebody asks for more.</summary>
public readonly struct Value
{
    private readonly bool _isJson;
    private readonly object? _reference;
    private readonly JsonElement _json;
    private readonly Scalar _scalar;

    private Value(ValueKind kind, object? reference = null, Scalar scalar = default)
    {
        Kind = kind;
        _reference = reference;
        _scalar = scalar;
    }

    private Value(ValueKind kind, JsonElement json, DataPath? origin)
    {
        Kind = kind;
        _isJson = true;
        _json = json;
        _reference = origin;
    }

    /// <summary>The kind of the value.</summary>
    public ValueKind Kind { get; }

    /// <summary>Missing or null: nothing to compute with.</summary>
    internal bool IsAbsent => Kind <= ValueKind.Null;

    internal bool IsJson => _isJson;

    /// <summary>The JSON behind the value; only when <see cref="IsJson"/>.</summary>
    internal JsonElement Json => _json;

    /// <summary>The path that the value was read from, so that an error can name it however far the value has travelled.</summary>
    internal DataPath? Origin => _reference as DataPath;

    internal static Value Null => new(ValueKind.Null);

    /// <summary>The truth value, when it is one.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Kind == ValueKind.Boolean && (_isJson ? _json.ValueKind == JsonValueKind.True : _scalar.Ticks != 0);
        return Kind == ValueKind.Boolean;
    }

    /// <summary>The number, when it is one and a decimal can hold it.</summary>
    public bool TryGetNumber(out decimal value)
    {
        value = 0;
        if (Kind != ValueKind.Number)
        {
            return false;
        }

        if (_isJson)
        {
            return JsonAccess.TryGetNumber(_json, out value);
        }

        value = _scalar.Number;
        return true;
    }

    /// <summary>The text, when it is one and valid Unicode.</summary>
    public bool TryGetText(out string value)
    {
        value = "";
        if (Kind != ValueKind.Text)
        {
            return false;
        }

        if (_isJson)
        {
            return JsonAccess.TryGetText(_json, out value);
        }

        value = (string)_reference!;
        return true;
    }

    /// <summary>The calendar date, when it is one.</summary>
    public bool TryGetDate(out DateOnly value)
    {
        value = Kind == ValueKind.Date ? DateOnly.FromDayNumber((int)_scalar.Ticks) : default;
        return Kind == ValueKind.Date;
    }

    /// <summary>The instant, when it is one.</summary>
    public bool TryGetTimestamp(out DateTimeOffset value)
    {
        value = Kind == ValueKind.Timestamp
            ? new DateTimeOffset(_scalar.Ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(_scalar.OffsetMinutes))
            : default;
        return Kind == ValueKind.Timestamp;
    }

    /// <summary>The length of time, when it is one.</summary>
    public bool TryGetDuration(out TimeSpan value)
    {
        value = Kind == ValueKind.Duration ? new TimeSpan(_scalar.Ticks) : default;
        return Kind == ValueKind.Duration;
    }

    /// <summary>
    /// The value as JSON. Dates, timestamps and durations become ISO 8601 text; missing becomes null.
    /// A value read from data is handed back as it was there, sharing its document.
    /// </summary>
    public JsonElement ToJsonElement() => _isJson ? _json : ValueText.ToJson(this);

    /// <summary>The value as text: text itself, numbers in plain invariant notation, dates in ISO 8601, lists and objects as JSON, missing as nothing.</summary>
    public override string ToString() => ValueText.ToText(this);

    /// <summary>The items of a list that the expression made; empty for lists that are JSON.</summary>
    internal ReadOnlySpan<Value> Items => _reference as Value[];

    /// <summary>Days since 0001-01-01, UTC ticks or ticks: what dates, timestamps and durations are ordered by.</summary>
    internal long Ticks => _scalar.Ticks;

    internal int OffsetMinutes => _scalar.OffsetMinutes;

    internal static Value Missing(DataPath? origin) => new(ValueKind.Missing, origin);

    internal static Value Of(bool value) => new(ValueKind.Boolean, scalar: new Scalar(value ? 1 : 0));

    internal static Value Of(decimal value) => new(ValueKind.Number, scalar: new Scalar(value));

    internal static Value Of(string value) => new(ValueKind.Text, value);

    internal static Value Of(Value[] items) => new(ValueKind.List, items);

    internal static Value Of(DateOnly value) => new(ValueKind.Date, scalar: new Scalar(value.DayNumber));

    internal static Value Of(DateTimeOffset value) =>
        new(ValueKind.Timestamp, scalar: new Scalar(value.UtcTicks, value.TotalOffsetMinutes));

    internal static Value Of(TimeSpan value) => new(ValueKind.Duration, scalar: new Scalar(value.Ticks));

    internal static Value Of(JsonElement json, DataPath? origin)
    {
        var kind = json.ValueKind switch
        {
            JsonValueKind.Object => ValueKind.Object,
            JsonValueKind.Array => ValueKind.List,
            JsonValueKind.String => ValueKind.Text,
            JsonValueKind.Number => ValueKind.Number,
            JsonValueKind.True or JsonValueKind.False => ValueKind.Boolean,
            JsonValueKind.Null => ValueKind.Null,
            _ => ValueKind.Missing,
        };
        return kind == ValueKind.Missing ? Missing(origin) : new Value(kind, json, origin);
    }

    /// <summary>The value without the path it came from, for lists that outlive the place where the path made sense.</summary>
    internal Value WithoutOrigin() => _isJson ? new Value(Kind, _json, null) : this;

    /// <summary>Sixteen bytes for whatever is not a reference.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private readonly struct Scalar
    {
        [FieldOffset(0)]
        public readonly decimal Number;

        [FieldOffset(0)]
        public readonly long Ticks;

        [FieldOffset(8)]
        public readonly int OffsetMinutes;

        public Scalar(decimal number) => Number = number;

        public Scalar(long ticks, int offsetMinutes = 0)
        {
            Ticks = ticks;
            OffsetMinutes = offsetMinutes;
        }
    }
}
