using System.Collections.Frozen;

namespace Workflows.Engine.Expressions;

internal enum Function
{
    Abs,
    Contains,
    Date,
    Duration,
    EndsWith,
    Has,
    Lower,
    Max,
    Min,
    Now,
    Round,
    Size,
    StartsWith,
    Timestamp,
    Trim,
    Upper,
}

internal enum Macro
{
    All,
    Exists,
    Filter,
    Map,
    Sum,
}

internal readonly record struct FunctionShape(Function Function, int Least, int Most, string Usage);

/// <summary>Every name that an expression may use.</summary>
internal static class Vocabulary
{
    public static readonly FrozenDictionary<string, Root> Roots = new Dictionary<string, Root>
    {
        ["data"] = Root.Data,
        ["outcome"] = Root.Outcome,
        ["task"] = Root.Task,
        ["user"] = Root.User,
        ["vars"] = Root.Vars,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, FunctionShape> Functions = new Dictionary<string, FunctionShape>
    {
        ["abs"] = new(Function.Abs, 1, 1, "abs(number)"),
        ["contains"] = new(Function.Contains, 2, 2, "contains(text, part)"),
        ["date"] = new(Function.Date, 1, 1, "date(\"2026-01-31\")"),
        ["duration"] = new(Function.Duration, 1, 1, "duration(\"P3D\")"),
        ["endsWith"] = new(Function.EndsWith, 2, 2, "endsWith(text, part)"),
        ["exists"] = new(Function.Has, 1, 1, "exists(path) or list.exists(x, condition)"),
        ["has"] = new(Function.Has, 1, 1, "has(path)"),
        ["len"] = new(Function.Size, 1, 1, "len(text, list or object)"),
        ["lower"] = new(Function.Lower, 1, 1, "lower(text)"),
        ["max"] = new(Function.Max, 1, int.MaxValue, "max(value, ...) or max(list)"),
        ["min"] = new(Function.Min, 1, int.MaxValue, "min(value, ...) or min(list)"),
        ["now"] = new(Function.Now, 0, 0, "now()"),
        ["round"] = new(Function.Round, 1, 2, "round(number) or round(number, digits)"),
        ["size"] = new(Function.Size, 1, 1, "size(text, list or object)"),
        ["startsWith"] = new(Function.StartsWith, 2, 2, "startsWith(text, part)"),
        ["timestamp"] = new(Function.Timestamp, 1, 1, "timestamp(\"2026-01-31T10:00:00Z\")"),
        ["trim"] = new(Function.Trim, 1, 1, "trim(text)"),
        ["upper"] = new(Function.Upper, 1, 1, "upper(text)"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, Macro> Macros = new Dictionary<string, Macro>
    {
        ["all"] = Macro.All,
        ["exists"] = Macro.Exists,
        ["filter"] = Macro.Filter,
        ["map"] = Macro.Map,
        ["sum"] = Macro.Sum,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string MacroUsage(string name) => name switch
    {
        "map" => "list.map(x, value)",
        "sum" => "list.sum() or list.sum(x, number)",
        _ => $"list.{name}(x, condition)",
    };

    public static bool IsKeyword(string name) => name is "true" or "false" or "null" or "in";

    public static bool IsTaken(string name) => IsKeyword(name) || Roots.ContainsKey(name) || Functions.ContainsKey(name);
}
