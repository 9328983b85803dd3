using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;

namespace Workflows.Web.Api;

/// <summary>A list that is not paged.</summary>
public sealed record ListOf<T>
{
    /// <summary>The rows.</summary>
    public required ImmutableArray<T> Items { get; init; }
}

/// <summary>A part of a list.</summary>
public sealed record PageOf<T>
{
    /// <summary>The rows.</summary>
    public required ImmutableArray<T> Items { get; init; }

    /// <summary>What to pass as <c>cursor</c> for the rows after these; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? NextCursor { get; init; }
}

/// <summary>A version of a definition in a list.</summary>
public record DefinitionRow
{
    /// <summary>A row without content; it is filled member by member.</summary>
    public DefinitionRow()
    {
    }

    [SetsRequiredMembers]
    internal DefinitionRow(DefinitionSummary row)
    {
        Key = row.Key;
        Version = row.Version.ToString();
        Status = row.Status;
        Revision = row.Revision;
        Name = row.Name;
        Description = row.Description;
        Category = row.Category;
        StepCount = row.StepCount;
        ChangedAt = row.ChangedAt;
        ChangedBy = row.ChangedBy;
        PublishedAt = row.PublishedAt;
        PublishedBy = row.PublishedBy;
        ContentHash = row.ContentHash;
        OpenInstances = row.OpenInstances;
        Draft = row.Draft?.ToString();
    }

    /// <summary>The name under which instances are started.</summary>
    public required string Key { get; init; }

    /// <summary>The version, such as <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where it is in its life: <c>draft</c>, <c>published</c> or <c>retired</c>. Only published ones can be started.</summary>
    public required DefinitionStatus Status { get; init; }

    /// <summary>Counts the changes of the version; the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for.</summary>
    public string? Description { get; init; }

    /// <summary>The heading it stands under in the catalogue.</summary>
    public string? Category { get; init; }

    /// <summary>How many steps it has.</summary>
    public required int StepCount { get; init; }

    /// <summary>When it was last saved, published, retired or restored.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who did that.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When it was first published; absent for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Who published it.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>The fingerprint of its document: the same for two versions exactly when they say the same.</summary>
    public required string ContentHash { get; init; }

    /// <summary>How many instances are open; in the list of definitions of all versions together.</summary>
    public required int OpenInstances { get; init; }

    /// <summary>In the list of definitions: its latest draft, for those who may see drafts.</summary>
    public string? Draft { get; init; }

    internal static DefinitionRow Of(DefinitionSummary row) => new(row);
}

/// <summary>What became of a version.</summary>
public sealed record DefinitionAnswer : DefinitionRow
{
    [SetsRequiredMembers]
    internal DefinitionAnswer(DefinitionSummary row)
        : base(row)
    {
    }

    /// <summary>What publishing did: <c>new</c>, <c>new-version</c>, <c>unchanged</c>, in a dry run also <c>conflict</c>; absent when nothing was to be published.</summary>
    public DefinitionChangeKind? Change { get; init; }

    /// <summary>The version that was the latest before, when it says the same under another number.</summary>
    public string? SameAs { get; init; }

    /// <summary>What is wrong with a draft, to be mended before it can be published.</summary>
    public ImmutableArray<Problems.ProblemError>? Errors { get; init; }

    /// <summary>What somebody should look at; it does not stand in the way.</summary>
    public ImmutableArray<Problems.ProblemError>? Warnings { get; init; }

    internal static DefinitionAnswer Of(DefinitionPublication publication) => new(publication.Version)
    {
        Change = publication.Change,
        SameAs = publication.SameAs?.ToString(),
        Warnings = ValidationResource.Of(publication.Warnings).Warnings,
    };

    internal static DefinitionAnswer Of(DefinitionDraft draft)
    {
        var found = ValidationResource.Of(draft.Problems);
        return new DefinitionAnswer(draft.Version) { Errors = found.Errors, Warnings = found.Warnings };
    }
}

/// <summary>What is wrong or doubtful with a version.</summary>
public sealed record ValidationResource
{
    /// <summary>What must be mended before it can be published.</summary>
    public required ImmutableArray<Problems.ProblemError> Errors { get; init; }

    /// <summary>What somebody should look at.</summary>
    public required ImmutableArray<Problems.ProblemError> Warnings { get; init; }

    internal static ValidationResource Of(ImmutableArray<DefinitionProblem> problems) => new()
    {
        Errors = [.. problems.Where(p => p.Severity is ProblemSeverity.Error).Select(Problems.RejectionProblems.ErrorOf)],
        Warnings = [.. problems.Where(p => p.Severity is ProblemSeverity.Warning).Select(Problems.RejectionProblems.ErrorOf)],
    };
}

/// <summary>A definition.</summary>
public sealed record DefinitionResource
{
    /// <summary>The name under which instances are started.</summary>
    public required string Key { get; init; }

    /// <summary>The version, such as <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for.</summary>
    public string? Description { get; init; }

    /// <summary>The heading it stands under in the catalogue.</summary>
    public string? Category { get; init; }

    /// <summary>The fingerprint of its document.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Its steps, in the order they were written.</summary>
    public required ImmutableArray<StepResource> Steps { get; init; }

    /// <summary>Where the version is in its life.</summary>
    public required DefinitionStatus Status { get; init; }

    internal static DefinitionResource Of(DefinitionVersion version) => Of(version.Definition, version.Summary.Status);

    private static DefinitionResource Of(WorkflowDefinition definition, DefinitionStatus status) => new()
    {
        Key = definition.Key,
        Status = status,
        Version = definition.Version.ToString(),
        Name = definition.Name,
        Description = definition.Description,
        Category = definition.Category,
        ContentHash = definition.ContentHash,
        Steps = [.. definition.Steps.Select(StepResource.Of)],
    };
}

/// <summary>A step of a definition.</summary>
public sealed record StepResource
{
    /// <summary>What edges, histories and data refer to.</summary>
    public required string Id { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What the step is for.</summary>
    public string? Description { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The decisions of a human step; absent when it has none.</summary>
    public ImmutableArray<OutcomeResource>? Outcomes { get; init; }

    internal static StepResource Of(Step step) => new()
    {
        Id = step.Id.Value,
        Name = step.Name,
        Description = step.Description,
        Kind = step.Kind,
        Outcomes = step.Body is StepBody.Human { Outcomes: { IsEmpty: false } outcomes } ? [.. outcomes.Select(OutcomeResource.Of)] : null,
    };
}

/// <summary>A decision that a task offers.</summary>
public sealed record OutcomeResource
{
    /// <summary>What <c>outcome</c> is set to.</summary>
    public required string Id { get; init; }

    /// <summary>The text of its button.</summary>
    public required string Label { get; init; }

    /// <summary>How its button looks.</summary>
    public required OutcomeStyle Style { get; init; }

    /// <summary>Whether a comment must say why.</summary>
    public required bool RequiresComment { get; init; }

    internal static OutcomeResource Of(Outcome outcome) =>
        new() { Id = outcome.Id, Label = outcome.Label, Style = outcome.Style, RequiresComment = outcome.RequiresComment };
}

/// <summary>A form: what its data must be, and hints for showing it.</summary>
public sealed record FormResource
{
    /// <summary>The JSON Schema that the data must satisfy.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>How to show it, in the vocabulary of react-jsonschema-form.</summary>
    public JsonElement? UiSchema { get; init; }

    internal static FormResource Of(Engine.Forms.FormSchema form) => new() { Schema = form.Schema, UiSchema = form.UiSchema };
}
