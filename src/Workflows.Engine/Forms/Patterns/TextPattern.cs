using System.Diagnostics;
using System.Text.RegularExpressions;
using Workflows.Engine.Forms.Rules;

namespace Workflows.Engine.Forms.Patterns;

/// <summary>
/// A pattern of a schema (ECMA-262, Unicode mode), ready to match. Patterns without look-around and back-references run in time linear in the text; the
/// others may backtrack, so their time is bounded, and so is what all slow matches of one validation take together.
/// </summary>
internal sealed class TextPattern
{
    private const int LongText = 1000;

    private readonly Lazy<Regex> _regex;
    private readonly bool _mayBacktrack;

    private TextPattern(string source, PatternTranslation translation, bool isLinear)
    {
        Source = source;
        _mayBacktrack = !isLinear;
        _regex = new Lazy<Regex>(() => Build(translation.Text, isLinear));
    }

    /// <summary>The pattern as the schema has it.</summary>
    public string Source { get; }

    /// <summary>Checks and translates a pattern; the matcher itself is made when it is first needed.</summary>
    /// <param name="source">The pattern as the schema has it.</param>
    /// <param name="linearBudget">What making matchers of the linear engine may still cost this form; when it is used up, the other one serves.</param>
    /// <exception cref="PatternException">It is no valid pattern, or more than we are willing to run.</exception>
    public static TextPattern Compile(string source, ref int linearBudget)
    {
        var translation = EcmaPattern.Translate(source);
        var cost = translation.DistinctSets * translation.DistinctSets;
        var isLinear = !translation.NeedsBacktracking && cost <= linearBudget;
        linearBudget -= isLinear ? cost : 0;
        return new TextPattern(source, translation, isLinear);
    }

    /// <summary>True when the pattern is found in the text. Running out of time counts as not found.</summary>
    public bool Matches(string text, Evaluation run, out bool timedOut)
    {
        timedOut = false;
        if (!run.Charge(Cost.OfMatching(text.Length)))
        {
            return false;
        }

        // Made here, so that making it does not count as matching.
        var regex = _regex.Value;
        if (!_mayBacktrack && text.Length < LongText)
        {
            return IsMatch(regex, text, out timedOut);
        }

        // Not a clock of the kernel: like the time limit of the match itself it only ever turns an answer into a refusal.
        var start = Stopwatch.GetTimestamp();
        var found = IsMatch(regex, text, out timedOut);
        run.ChargeMatchTime(Stopwatch.GetElapsedTime(start));
        return found;
    }

    private static Regex Build(string text, bool isLinear)
    {
        if (isLinear)
        {
            try
            {
                return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, FormLimits.LinearTimeout);
            }
            catch (NotSupportedException)
            {
                // Larger than the linear engine takes; the other one has a short time limit.
            }
        }

        return new Regex(text, RegexOptions.CultureInvariant, FormLimits.BacktrackingTimeout);
    }

    private static bool IsMatch(Regex regex, string text, out bool timedOut)
    {
        timedOut = false;
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            timedOut = true;
            return false;
        }
    }
}
