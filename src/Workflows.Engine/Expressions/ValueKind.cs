namespace Workflows.Engine.Expressions;

/// <summary>The kinds of values that expressions know. There is no coercion between them.</summary>
public enum ValueKind
{
    /// <summary>Nothing is there.</summary>
    Missing,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>Text, counted and compared by code point.</summary>
    Text,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A calendar date without a time zone.</summary>
    Date,

    /// <summary>An instant.</summary>
    Timestamp,

    /// <summary>A length of time with a fixed number of seconds.</summary>
    Duration,
}

internal static class ValueKindExtensions
{
    /// <summary>The word for a kind in messages.</summary>
    public static string Word(this ValueKind kind) => kind switch
    {
        ValueKind.Missing => "missing",
        ValueKind.Null => "null",
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "text",
        ValueKind.List => "list",
        ValueKind.Object => "object",
        ValueKind.Date => "date",
        ValueKind.Timestamp => "timestamp",
        _ => "duration",
    };
}
