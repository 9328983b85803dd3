using System.Buffers;
using System.Collections.Immutable;

namespace Workflows.Engine.Events;

/// <summary>Which events somebody wants.</summary>
/// <param name="Types">Types, or beginnings of them that end in <c>.*</c>; <c>*</c> for every type.</param>
/// <param name="Definitions">The keys of the definitions; none for all of them.</param>
internal readonly record struct EventFilter(ImmutableArray<string> Types, ImmutableArray<string> Definitions)
{
    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether an event is wanted.</summary>
    public bool Wants(string type, string definition)
    {
        if (!Definitions.IsDefaultOrEmpty && !Definitions.Contains(definition))
        {
            return false;
        }

        foreach (var wanted in Types)
        {
            if (IsOf(type, wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words of a type can be those of one: lower-case letters, digits, hyphens and underscores, with dots between them; at most 100 characters.</summary>
    public static bool IsType(ReadOnlySpan<char> type)
    {
        if (type.Length is 0 or > 100)
        {
            return false;
        }

        foreach (var word in type.Split('.'))
        {
            if (type[word] is not [>= 'a' and <= 'z', ..] || type[word].ContainsAnyExcept(s_letters))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a filter may say this.</summary>
    public static bool IsPattern(string wanted) => wanted is "*" || IsType(wanted.EndsWith(".*", StringComparison.Ordinal) ? wanted.AsSpan(0, wanted.Length - 2) : wanted);

    private static bool IsOf(string type, string wanted) =>
        wanted is "*" || type == wanted || (wanted.EndsWith(".*", StringComparison.Ordinal) && type.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal));
}
