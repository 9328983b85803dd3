using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Makes a definition of a document's JSON. Shape and texts are checked here; the graph is the validator's.</summary>
internal sealed class DocumentReader(ProblemList problems)
{
    /// <summary>The member that names the JSON Schema of the format.</summary>
    public const string SchemaMember = "$schema";

    /// <summary>The definition, as far as the document says one; it counts only when there are no problems.</summary>
    public WorkflowDefinition? Read(JsonElement root)
    {
        if (DocumentObject.Read(root, "", problems) is not { } document)
        {
            return null;
        }

        // What editors complete the document by; it says nothing about the workflow.
        document.Text(SchemaMember);
        var key = document.RequiredText("key", "the name under which instances are started") ?? "";
        var version = document.RequiredText("version", "three numbers, for example 1.0.0");
        var steps = Steps(document);
        var definition = new WorkflowDefinition
        {
            Key = key,
            Version = version is null ? default : problems.ReadVersion(version, document.PlaceOf("version")),
            Name = document.Text("name") ?? Humanized.From(key),
            Description = document.Text("description"),
            Category = document.Text("category"),
            InstanceTitle = Template(document, "instanceTitle"),
            StartForm = Form(document, "startForm"),
            Initial = document.Text("initial") ?? (steps.IsEmpty ? "" : steps[0].Id),
            Terminals = [.. document.Texts("terminals").Select(t => new StepId(t))],
            Commit = document.Word("commit", ("per-step", CommitPolicy.PerStep), ("per-run", CommitPolicy.PerRun)) ?? CommitPolicy.PerStep,
            Steps = steps,
            Edges = document.List("edges", Edge),
        };
        document.End("a definition");
        return definition;
    }

    private ImmutableArray<Step> Steps(DocumentObject document)
    {
        if (document.Find("steps") is not { } steps)
        {
            problems.Error(ProblemCodes.MemberMissing, document.PlaceOf("steps"), "'steps' is missing: what the workflow does, in a list.");
            return [];
        }

        if (steps.ValueKind is JsonValueKind.Array && steps.GetArrayLength() is > DefinitionLimits.MaxSteps and var count)
        {
            problems.Error(
                ProblemCodes.TooManySteps, document.PlaceOf("steps"), $"There are {count} steps; a definition has at most {DefinitionLimits.MaxSteps}. Split the workflow.");
            return [];
        }

        return document.List("steps", new StepReader(this, problems).Read);
    }

    private Edge? Edge(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } edge)
        {
            return null;
        }

        var read = new Edge
        {
            From = edge.RequiredText("from", "the step it leaves") ?? "",
            To = edge.RequiredText("to", "the step it enters") ?? "",
            Outcome = edge.Text("outcome"),
            Condition = Expression(edge, "when"),
            IsDefault = edge.Flag("default"),
            Label = edge.Text("label"),
            Weight = edge.Number("weight") ?? 1,
        };
        edge.End("an edge");
        return read;
    }

    public Expression? Expression(DocumentObject holder, string name) =>
        holder.Text(name) is { } source ? problems.ReadExpression(source, holder.PlaceOf(name)) : null;

    public TextTemplate? Template(DocumentObject holder, string name) =>
        holder.Text(name) is { } source ? problems.ReadTemplate(source, holder.PlaceOf(name)) : null;

    public Moment? Moment(DocumentObject holder, string name) =>
        holder.Text(name) is { } source ? problems.ReadMoment(source, holder.PlaceOf(name)) : null;

    /// <summary>A form; the empty one when it is not there.</summary>
    public TimeSpan? Duration(DocumentObject holder, string name)
    {
        if (holder.Text(name) is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }

        problems.Error(ProblemCodes.MomentInvalid, holder.PlaceOf(name), $"'{DefinitionParts.Clip(text)}' is not a duration: write days, hours, minutes and seconds, for example PT30S or P1DT12H.");
        return null;
    }

    public FormSchema Form(DocumentObject holder, string name)
    {
        if (holder.Object(name) is not { } form)
        {
            return FormSchema.Empty;
        }

        var ui = form.Find("ui");
        FormSchema? read = null;
        if (form.Find("schema") is { } schema)
        {
            read = problems.ReadForm(schema, ui, form.Place);
        }
        else
        {
            problems.Error(ProblemCodes.MemberMissing, form.PlaceOf("schema"), "'schema' is missing: the JSON Schema of the answers.");
        }

        form.End("a form");
        return read ?? FormSchema.Empty;
    }
}
