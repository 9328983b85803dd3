using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;

namespace Workflows.Web.Features.Tasks;

/// <summary>A part of an instance's data with the form that names its members.</summary>
/// <param name="Title">Where it comes from.</param>
/// <param name="Form">The form whose titles its members have; null when no form names them.</param>
/// <param name="Data">The members, an object.</param>
/// <param name="Decision">What was decided with it, if it is a decision.</param>
public sealed record CaseSection(string Title, FormSchema? Form, JsonElement Data, CaseDecision? Decision = null);

/// <summary>A decision that stands in an instance's data.</summary>
/// <param name="Outcome">The label of what was chosen.</param>
/// <param name="Comment">What was said about it.</param>
/// <param name="By">The id of who decided.</param>
public sealed record CaseDecision(string? Outcome, string? Comment, string? By);

/// <summary>Puts an instance's data in order for somebody who has to decide: what was asked for, what others answered, and the rest.</summary>
internal static class CaseData
{
    /// <summary>The data in sections, without empty ones.</summary>
    /// <param name="definition">What the instance runs.</param>
    /// <param name="data">The instance's data.</param>
    /// <param name="deciding">The step that the page is about: its own answers are shown by themselves. Null for none.</param>
    public static ImmutableArray<CaseSection> Sections(WorkflowDefinition definition, JsonElement data, Step? deciding)
    {
        var sections = ImmutableArray.CreateBuilder<CaseSection>();
        var told = Told(deciding);

        var humans = definition.Steps.Where(step => step.Body is StepBody.Human).Select(step => (Step: step, Body: (StepBody.Human)step.Body)).ToList();
        var places = humans.Select(human => Place(human.Step, human.Body)).Where(place => place.Length > 0).ToHashSet();
        var requested = Members(definition.StartForm);
        Add(sections, "Request", definition.StartForm, Pick(data, name => requested.Contains(name) && told.Add(name)));

        foreach (var (step, body) in humans)
        {
            var at = Place(step, body);
            if (at.Length == 0)
            {
                var members = Members(body.Form);
                Add(sections, step.Name, body.Form, Pick(data, name => members.Contains(name) && told.Add(name)));
            }
            else if (data.TryGetProperty(at, out var answers) && answers.ValueKind == JsonValueKind.Object && told.Add(at))
            {
                sections.Add(new CaseSection(step.Name, body.Form, Answers(body, answers), DecisionOf(body, answers)));
            }
        }

        Add(sections, sections.Count == 0 ? "Request" : "Other data", null, Pick(data, name => !places.Contains(name) && told.Add(name)));
        return sections.ToImmutable();
    }

    /// <summary>What the form of a step begins with: what already stands where its answers will be saved.</summary>
    public static JsonElement InitialAnswers(Step step, StepBody.Human body, JsonElement data)
    {
        var place = Place(step, body);
        if (place.Length > 0)
        {
            return data.TryGetProperty(place, out var answers) && answers.ValueKind == JsonValueKind.Object ? Answers(body, answers) : Pick(data, _ => false);
        }

        var members = Members(body.Form);
        return Pick(data, members.Contains);
    }

    private static HashSet<string> Told(Step? deciding)
    {
        if (deciding?.Body is not StepBody.Human body)
        {
            return [];
        }

        return Place(deciding, body) is { Length: > 0 } place ? [place] : Members(body.Form);
    }

    private static void Add(ImmutableArray<CaseSection>.Builder sections, string title, FormSchema? form, JsonElement members)
    {
        if (members.EnumerateObject().Any())
        {
            sections.Add(new CaseSection(title, form, members));
        }
    }

    private static string Place(Step step, StepBody.Human body)
    {
        return body.SaveAs ?? step.Id.Value;
    }

    /// <summary>The answers alone: the engine puts the outcome, the comment and the person beside them.</summary>
    private static JsonElement Answers(StepBody.Human body, JsonElement saved)
    {
        var members = Members(body.Form);
        return Pick(saved, name => members.Contains(name) || name is not ("outcome" or "comment" or "by"));
    }

    private static CaseDecision DecisionOf(StepBody.Human body, JsonElement saved)
    {
        var members = Members(body.Form);
        string? Text(string name) => !members.Contains(name) && saved.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        return new CaseDecision(Text("outcome") is { } id ? body.Outcomes.FirstOrDefault(known => known.Id == id)?.Label ?? id : null, Text("comment"), Text("by"));
    }

    private static HashSet<string> Members(FormSchema form)
    {
        return form.Schema.ValueKind == JsonValueKind.Object
            && form.Schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                ? [.. properties.EnumerateObject().Select(property => property.Name)]
                : [];
    }

    private static JsonElement Pick(JsonElement data, Func<string, bool> isWanted)
    {
        return JsonSerializer.SerializeToElement(
            data.EnumerateObject().Where(member => isWanted(member.Name)).ToDictionary(member => member.Name, member => member.Value));
    }
}
