using System.Text.Json;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Reads a join: a word, a number, or an object that says what becomes of the rest.</summary>
internal static class JoinReader
{
    private const string Name = "join";

    /// <summary>The join, or null when there is none or it cannot be read.</summary>
    public static Join? Read(DocumentObject step, ProblemList problems) => step.Find(Name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.Number => step.Number(Name) is { } number ? Join.Count(number) : null,
        JsonValueKind.Object => ReadObject(step.Object(Name)!, problems),
        _ => step.Word(Name, ("active", 0), ("all", 1), ("each", 2)) switch
        {
            0 => Join.Active,
            1 => Join.All,
            2 => Join.Each,
            _ => null,
        },
    };

    private static Join? ReadObject(DocumentObject join, ProblemList problems)
    {
        var need = join.Number("need");
        if (need is null && join.Find("need") is null)
        {
            problems.Error(ProblemCodes.MemberMissing, join.PlaceOf("need"), "'need' is missing: how many inputs it takes.");
        }

        var rest = join.Word("rest", ("absorb", JoinRest.Absorb), ("hold", JoinRest.Hold), ("keep", JoinRest.Keep), ("cancel", JoinRest.Cancel)) ?? JoinRest.Absorb;
        var region = join.Texts("region").Select(s => new StepId(s)).ToArray();
        join.End("a join");
        return need is { } number ? Join.Count(number, rest, region) : null;
    }
}
