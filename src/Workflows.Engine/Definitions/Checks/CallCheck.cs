using System.Text.Json;
using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <summary>The workflows that a definition calls: they are there, get what they ask for, end as its edges expect, and do not call each other for ever.</summary>
internal sealed class CallCheck(WorkflowDefinition definition, Func<string, SemanticVersion?, WorkflowDefinition?> find, ProblemList problems)
{
    /// <summary>How many definitions that call each other are looked into.</summary>
    private const int MaxDefinitions = 200;

    /// <summary>Finds what is wrong with the calls of a definition that has no other errors.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="find">Gives a published definition, the latest version when none is named; null when there is none.</param>
    /// <param name="problems">Takes what is found.</param>
    public static void Run(WorkflowDefinition definition, Func<string, SemanticVersion?, WorkflowDefinition?> find, ProblemList problems) =>
        new CallCheck(definition, find, problems).CheckCalls();

    /// <summary>Finds whether a definition calls itself on every way through it; those it calls are not known.</summary>
    public static void CheckEnds(WorkflowDefinition definition, ProblemList problems) => new CallCheck(definition, (_, _) => null, problems).CheckEnds();

    private void CheckCalls()
    {
        var shape = new DataShape(definition);
        for (var i = 0; i < definition.Steps.Length; i++)
        {
            if (definition.Steps[i] is not { Body: StepBody.Call call } step)
            {
                continue;
            }

            var place = DocumentText.Join("/steps", i);
            if (Find(definition, call) is not { } called)
            {
                problems.Error(
                    ProblemCodes.CallUnknown,
                    place + "/definition",
                    $"There is no published workflow '{DefinitionParts.Clip(call.Definition)}'{(call.Version is { } version ? $" in version {version}" : "")}. Publish it first, or publish both together.");
                continue;
            }

            CheckInput(step, call, called, place, shape);
            CheckOutcomes(step, called);
        }

        CheckEnds();
    }

    private void CheckEnds()
    {
        if (!definition.Steps.Any(s => s.Body is StepBody.Call))
        {
            return;
        }

        // What would not end without its calls either is not their fault.
        var all = Reached();
        if (!Enders(all).Contains(definition) && CanEnd(definition, [.. all]))
        {
            var at = definition.Steps.Select((s, i) => (s, i)).First(s => s.s.Body is StepBody.Call).i;
            problems.Error(
                ProblemCodes.CallEndless,
                DocumentText.Join("/steps", at),
                $"Every way through '{definition.Key}' calls a workflow that comes back to it, so it would never end. Add a way that ends without the call.");
        }
    }

    private void CheckInput(Step step, StepBody.Call call, WorkflowDefinition called, string place, DataShape shape)
    {
        foreach (var name in RequiredOf(called.StartForm.Schema))
        {
            if (!call.Input.IsEmpty && !call.Input.Any(a => a.Name == name))
            {
                problems.Error(
                    ProblemCodes.CallInput, place + "/input", $"'{step.Id}' does not give '{DefinitionParts.Clip(name)}', which the form of '{called.Key}' {called.Version} asks for. Add it to the input.");
            }
            else if (call.Input.IsEmpty && step.Multi is null && shape.IsNeverWritten(name))
            {
                problems.Warning(
                    ProblemCodes.CallInput, place, $"'{step.Id}' passes its data on, but nothing sets '{DefinitionParts.Clip(name)}', which the form of '{called.Key}' {called.Version} asks for. Give it an input.");
            }
        }

        var schema = called.StartForm.Schema;
        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is JsonValueKind.False && schema.TryGetProperty("properties", out var fields)
            && !schema.TryGetProperty("patternProperties", out _))
        {
            for (var i = 0; i < call.Input.Length; i++)
            {
                if (!fields.TryGetProperty(call.Input[i].Name, out _))
                {
                    var hint = DocumentObject.DidYouMean(call.Input[i].Name, fields.EnumerateObject().Select(f => f.Name), " Take it away.");
                    problems.Error(
                        ProblemCodes.CallInput, DocumentText.Join(place + "/input", i), $"The form of '{called.Key}' {called.Version} has no field '{DefinitionParts.Clip(call.Input[i].Name)}'.{hint}");
                }
            }
        }
    }

    /// <summary>A later version of what is called may end otherwise, so an outcome that it does not have now is only doubtful.</summary>
    private void CheckOutcomes(Step step, WorkflowDefinition called)
    {
        var ends = called.Steps.Where(s => s is { Kind: StepKind.End, In: null }).Select(s => s.Id.Value).ToList();
        for (var e = 0; e < definition.Edges.Length; e++)
        {
            if (definition.Edges[e] is { Outcome: { } outcome } edge && edge.From == step.Id && step.Multi is null
                && !ends.Contains(outcome) && !step.IsForced(outcome))
            {
                var hint = DocumentObject.DidYouMean(outcome, ends, ends.Count == 0 ? " It has none." : $" It has {string.Join(", ", ends.Select(k => $"'{k}'"))}.");
                problems.Warning(
                    ProblemCodes.EdgeOutcomeUnknown, DocumentText.Join("/edges", e) + "/outcome", $"'{called.Key}' {called.Version} has no end '{DefinitionParts.Clip(outcome)}'.{hint}");
            }
        }
    }

    private static IEnumerable<string> RequiredOf(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) && required.ValueKind is JsonValueKind.Array
            ? required.EnumerateArray().Where(n => n.ValueKind is JsonValueKind.String).Select(n => n.GetString()!)
            : [];

    private WorkflowDefinition? Find(WorkflowDefinition caller, StepBody.Call call) =>
        call.Definition == caller.Key && (call.Version is null || call.Version == caller.Version) ? caller
        : call.Definition == definition.Key && call.Version == definition.Version ? definition
        : find(call.Definition, call.Version);

    /// <summary>The definitions, of this one and those it leads to, that can come to an end: some way through them calls only such as can, or nothing.</summary>
    private HashSet<WorkflowDefinition> Enders(List<WorkflowDefinition> all)
    {
        var enders = all.Skip(MaxDefinitions).ToHashSet();
        while (all.Exists(d => !enders.Contains(d) && CanEnd(d, enders) && enders.Add(d)))
        {
        }

        return enders;
    }

    private List<WorkflowDefinition> Reached()
    {
        List<WorkflowDefinition> all = [definition];
        for (var i = 0; i < all.Count && all.Count < MaxDefinitions; i++)
        {
            all.AddRange(all[i].Steps.Select(s => s.Body).OfType<StepBody.Call>().Select(c => Find(all[i], c)).OfType<WorkflowDefinition>().Except(all).Distinct().ToList());
        }

        return all;
    }

    private bool CanEnd(WorkflowDefinition one, HashSet<WorkflowDefinition> enders)
    {
        var groups = new Dictionary<StepId, bool>();
        return CanPass(one.FindStep(one.Initial)!);

        // Whether a way leads from a step to the end of the group it is in, or of the definition.
        bool CanPass(Step start)
        {
            var seen = new HashSet<StepId> { start.Id };
            var next = new Stack<Step>([start]);
            while (next.TryPop(out var step))
            {
                if (!CanLeave(step))
                {
                    continue;
                }

                var index = one.Net.IndexOf(step.Id);
                if (one.Net.Outgoing[index].IsEmpty)
                {
                    return true;
                }

                foreach (var edge in one.Net.Outgoing[index])
                {
                    var target = one.Steps[one.Net.EdgeTargets[edge]];
                    if (seen.Add(target.Id))
                    {
                        next.Push(target);
                    }
                }
            }

            return false;
        }

        bool CanLeave(Step step)
        {
            // What may be done not even once, or left before it is done, is no obstacle.
            if (step.Multi is not null || step.Loop?.While is not null || step.Timeout is not null || !step.Triggers.IsEmpty || step.Saga is not null)
            {
                return true;
            }

            if (step.Body is StepBody.Call call)
            {
                return Find(one, call) is not { } called || enders.Contains(called);
            }

            if (step.Body is not StepBody.Group)
            {
                return true;
            }

            if (!groups.TryGetValue(step.Id, out var can))
            {
                groups[step.Id] = can = CanPass(one.Steps[one.Net.EntryOf(one.Net.IndexOf(step.Id))]);
            }

            return can;
        }
    }
}
