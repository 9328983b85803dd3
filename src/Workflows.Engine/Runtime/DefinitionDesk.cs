using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.BuiltIn;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Where definitions are drafted, published and retired. Every write is fenced by the revision it was decided on.</summary>
internal sealed class DefinitionDesk(DefinitionCatalog catalog, IDefinitionStore store, EventSubscribers subscribers, StepRegistry steps, TimeProvider time)
{
    /// <summary>How often something is decided anew after another caller was faster.</summary>
    private const int MaxConflicts = 10;

    /// <summary>Everything that is wrong or doubtful with a definition; see <see cref="IWorkflowEngine.CheckAsync"/>.</summary>
    public async Task<ImmutableArray<DefinitionProblem>> CheckAsync(WorkflowDefinition definition, TenantId tenant, CancellationToken cancellationToken)
    {
        var problems = Check(definition);
        return problems.Any(p => p.Severity is ProblemSeverity.Error)
            ? problems
            : [.. problems, .. await CheckCallsAsync(tenant, definition, [], cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Publishes a definition; see <see cref="IWorkflowEngine.PublishAsync"/>.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="isHost">Whether it is part of the program: then no draft may stand in its way.</param>
    /// <param name="beside">The definitions that are published with it, which it may call.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async Task<DefinitionPublication> PublishAsync(
        WorkflowDefinition definition, Actor by, bool isHost, IReadOnlyList<WorkflowDefinition> beside, CancellationToken cancellationToken)
    {
        var warnings = WarningsOf(definition);
        return await UntilWrittenAsync<DefinitionPublication>(by, [definition.Key], async () =>
        {
            var plan = await PlanAsync(definition, by, cancellationToken).ConfigureAwait(false);
            if (plan.Existing is { Status: DefinitionStatus.Draft } draft && plan.Change is DefinitionChangeKind.Conflict)
            {
                plan = isHost
                    ? plan with { Change = DefinitionChangeKind.NewVersion }
                    : throw new WorkflowException(new Rejection.DraftConflict(draft.Key, draft.Version, null, draft.Revision, draft.ChangedBy, draft.ChangedAt));
            }

            return plan.Change is DefinitionChangeKind.Conflict
                ? throw new WorkflowException(new Rejection.DefinitionConflict(definition.Key, definition.Version))
                : (plan.ToPublication([.. warnings, .. await DoubtfulCallsAsync(plan, beside, cancellationToken).ConfigureAwait(false)]), plan.Changes);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes several definitions, all or none; see <see cref="IWorkflowEngine.PublishAllAsync"/>.</summary>
    public async Task<ImmutableArray<DefinitionPublication>> PublishAllAsync(
        ImmutableArray<WorkflowDefinition> definitions, bool dryRun, Actor by, CancellationToken cancellationToken)
    {
        var calls = new Dictionary<WorkflowDefinition, ImmutableArray<DefinitionProblem>>();
        foreach (var definition in definitions.Where(d => Check(d).All(p => p.Severity is not ProblemSeverity.Error)))
        {
            calls[definition] = await CheckCallsAsync(by.Tenant, definition, definitions, cancellationToken).ConfigureAwait(false);
        }

        var problems = DefinitionBundle.Check(definitions, d => [.. Check(d), .. calls.GetValueOrDefault(d, [])]);
        if (problems.Any(p => p.Severity is ProblemSeverity.Error))
        {
            throw new WorkflowException(new Rejection.InvalidDefinition(problems));
        }

        var ordered = DefinitionBundle.CalledFirst(definitions);
        return await UntilWrittenAsync<ImmutableArray<DefinitionPublication>>(by, [.. ordered.Select(d => d.Key)], async () =>
        {
            var plans = ImmutableArray.CreateBuilder<Plan>(ordered.Length);
            foreach (var definition in ordered)
            {
                plans.Add(await PlanAsync(definition, by, cancellationToken).ConfigureAwait(false));
            }

            ImmutableArray<(string, SemanticVersion)> conflicts = [.. plans.Where(p => p.Change is DefinitionChangeKind.Conflict).Select(p => (p.Wanted.Key, p.Wanted.Version))];
            if (!dryRun && !conflicts.IsEmpty)
            {
                throw new WorkflowException(new Rejection.BundleConflict(conflicts));
            }

            ImmutableArray<DefinitionPublication> publications = [.. plans.Select((p, i) => p.ToPublication([.. WarningsOf(ordered[i]), .. calls[ordered[i]]]))];
            return (publications, dryRun ? [] : [.. plans.SelectMany(p => p.Changes)]);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a draft; see <see cref="IWorkflowEngine.SaveDraftAsync"/>.</summary>
    public async Task<DefinitionDraft> SaveDraftAsync(WorkflowDefinition definition, long? expectedRevision, Actor by, CancellationToken cancellationToken)
    {
        var problems = await CheckAsync(definition, by.Tenant, cancellationToken).ConfigureAwait(false);
        ImmutableArray<DefinitionProblem> unusable = [.. problems.Where(p => p.Code is ProblemCodes.KeyInvalid)];
        if (!unusable.IsEmpty)
        {
            // Without a key it could not be found again.
            throw new WorkflowException(new Rejection.InvalidDefinition(unusable));
        }

        return await UntilWrittenAsync<DefinitionDraft>(by, [], async () =>
        {
            var wanted = StoredOf(definition, DefinitionStatus.Draft, by);
            var existing = await store.FindAsync(by.Tenant, definition.Key, definition.Version, cancellationToken).ConfigureAwait(false);
            switch (existing)
            {
                case null when expectedRevision is null:
                    return (new DefinitionDraft(wanted.ToSummary(), IsNew: true, problems), [new DefinitionChange.Save(wanted, 0)]);
                case null:
                    throw new WorkflowException(new Rejection.DefinitionNotFound(definition.Key, definition.Version));
                case { Status: not DefinitionStatus.Draft }:
                    throw new WorkflowException(existing.ContentHash == wanted.ContentHash
                        ? new Rejection.DefinitionState(existing.Key, existing.Version, existing.Status, "There is nothing to draft")
                        : new Rejection.DefinitionConflict(existing.Key, existing.Version));
                case var same when same.ContentHash == wanted.ContentHash:
                    return (new DefinitionDraft(same.ToSummary(), IsNew: false, problems), []);
                case var other when other.Revision != expectedRevision:
                    throw new WorkflowException(new Rejection.DraftConflict(other.Key, other.Version, expectedRevision, other.Revision, other.ChangedBy, other.ChangedAt));
                default:
                    var next = wanted with { Revision = existing.Revision + 1 };
                    return (new DefinitionDraft(next.ToSummary(), IsNew: false, problems), [new DefinitionChange.Save(next, existing.Revision)]);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes a draft or restores a retired version; see <see cref="IWorkflowEngine.PublishVersionAsync"/>.</summary>
    public async Task<DefinitionPublication> PublishVersionAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken) =>
        await UntilWrittenAsync<DefinitionPublication>(by, [key], async () =>
        {
            var existing = await FindAsync(by.Tenant, key, version, expectedRevision, cancellationToken).ConfigureAwait(false);
            switch (existing.Status)
            {
                case DefinitionStatus.Retired:
                    return Restore(existing, by);
                case DefinitionStatus.Published:
                    return (new DefinitionPublication(existing.ToSummary(), DefinitionChangeKind.Unchanged), []);
                default:
                    var definition = DefinitionDocument.Read(existing.Document);
                    var warnings = WarningsOf(definition);
                    var plan = await PlanAsync(definition, by, cancellationToken).ConfigureAwait(false);
                    return (plan.ToPublication([.. warnings, .. await DoubtfulCallsAsync(plan, [], cancellationToken).ConfigureAwait(false)]), plan.Changes);
            }
        }, cancellationToken).ConfigureAwait(false);

    /// <summary>Retires a published version; see <see cref="IWorkflowEngine.RetireAsync"/>.</summary>
    public async Task<DefinitionSummary> RetireAsync(string key, SemanticVersion version, Actor by, CancellationToken cancellationToken) =>
        await UntilWrittenAsync<DefinitionSummary>(by, [key], async () =>
        {
            var existing = await FindAsync(by.Tenant, key, version, null, cancellationToken).ConfigureAwait(false);
            switch (existing.Status)
            {
                case DefinitionStatus.Draft:
                    throw new WorkflowException(new Rejection.DefinitionState(key, version, existing.Status, "There is nothing to retire; discard it instead"));
                case DefinitionStatus.Retired:
                    return (existing.ToSummary(), []);
                default:
                    var retired = Changed(existing, DefinitionStatus.Retired, by);
                    return (retired.ToSummary(), [new DefinitionChange.Save(retired, existing.Revision)]);
            }
        }, cancellationToken).ConfigureAwait(false);

    /// <summary>Throws a draft away.</summary>
    public async Task DiscardDraftAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken) =>
        await UntilWrittenAsync<bool>(by, [], async () =>
        {
            var existing = await FindAsync(by.Tenant, key, version, expectedRevision, cancellationToken).ConfigureAwait(false);
            return existing.Status is DefinitionStatus.Draft
                ? (true, [new DefinitionChange.Remove(by.Tenant, key, version, existing.Revision)])
                : throw new WorkflowException(new Rejection.DefinitionState(key, version, existing.Status, "Only drafts can be discarded"));
        }, cancellationToken).ConfigureAwait(false);

    private static StoredDefinition Changed(StoredDefinition existing, DefinitionStatus status, DateTimeOffset at, string by) =>
        existing with { Status = status, Revision = existing.Revision + 1, ChangedAt = at, ChangedBy = by };

    private StoredDefinition Changed(StoredDefinition existing, DefinitionStatus status, Actor by) => Changed(existing, status, time.GetUtcNow(), by.Id);

    private (DefinitionPublication, ImmutableArray<DefinitionChange>) Restore(StoredDefinition retired, Actor by)
    {
        var restored = Changed(retired, DefinitionStatus.Published, by);
        return (new DefinitionPublication(restored.ToSummary(), DefinitionChangeKind.NewVersion), [new DefinitionChange.Save(restored, retired.Revision)]);
    }

    /// <summary>What publishing a definition would do. Its errors are the caller's to look for.</summary>
    private async Task<Plan> PlanAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken)
    {
        var wanted = StoredOf(definition, DefinitionStatus.Published, by);
        var existing = await store.FindAsync(by.Tenant, definition.Key, definition.Version, cancellationToken).ConfigureAwait(false);
        if (existing is not null)
        {
            wanted = wanted with { Revision = existing.Revision + 1 };
            if (existing.ContentHash != wanted.ContentHash)
            {
                return new Plan(wanted, existing, DefinitionChangeKind.Conflict, null);
            }

            if (existing.Status is not DefinitionStatus.Draft)
            {
                return new Plan(existing, existing, DefinitionChangeKind.Unchanged, null);
            }
        }

        var latest = await store.FindAsync(by.Tenant, definition.Key, null, cancellationToken).ConfigureAwait(false);
        var isNew = latest is null && !await store.HasRetiredAsync(by.Tenant, definition.Key, cancellationToken).ConfigureAwait(false);
        var sameAs = latest is not null && ContentOf(latest) == ContentOf(wanted) ? latest.Version : default(SemanticVersion?);
        return new Plan(wanted, existing, isNew ? DefinitionChangeKind.New : DefinitionChangeKind.NewVersion, sameAs);
    }

    private async Task<StoredDefinition> FindAsync(TenantId tenant, string key, SemanticVersion version, long? expectedRevision, CancellationToken cancellationToken)
    {
        var existing = await store.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false)
            ?? throw new WorkflowException(new Rejection.DefinitionNotFound(key, version));
        return expectedRevision is null || expectedRevision == existing.Revision
            ? existing
            : throw new WorkflowException(existing.Status is DefinitionStatus.Draft
                ? new Rejection.DraftConflict(key, version, expectedRevision, existing.Revision, existing.ChangedBy, existing.ChangedAt)
                : new Rejection.StaleRevision(expectedRevision.Value, existing.Revision));
    }

    /// <summary>Decides and writes, anew whenever another caller wrote in between.</summary>
    private async Task<TResult> UntilWrittenAsync<TResult>(
        Actor by, ImmutableArray<string> keys, Func<Task<(TResult Result, ImmutableArray<DefinitionChange> Changes)>> decide, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var (result, changes) = await decide().ConfigureAwait(false);
            if (changes.IsEmpty)
            {
                return result;
            }

            try
            {
                var told = DeliveriesOf(changes);
                if (await store.WriteAsync(changes, told, ActsOf(changes, by), cancellationToken).ConfigureAwait(false))
                {
                    if (!told.IsEmpty)
                    {
                        subscribers.Changed.Wake();
                    }

                    return result;
                }
            }
            finally
            {
                foreach (var key in keys)
                {
                    catalog.Forget(by.Tenant, key);
                }
            }

            if (conflicts == MaxConflicts)
            {
                throw new StoreBusyException("The definition is being changed by others all the time. Nothing was written; try again in a moment.");
            }
        }
    }

    private ImmutableArray<AuditRow> ActsOf(ImmutableArray<DefinitionChange> changes, Actor by)
    {
        var now = time.GetUtcNow();
        return [.. changes.Select(change => change is DefinitionChange.Save { Definition: var saved }
            ? new Act(by, saved.Status switch
            {
                DefinitionStatus.Draft => "definition.save-draft",
                DefinitionStatus.Retired => "definition.retire",
                _ => "definition.publish",
            }).To($"{saved.Key} {saved.Version}", saved.Name, now)
            : new Act(by, "definition.discard-draft").To($"{change.Key} {change.Version}", null, now))];
    }

    private ImmutableArray<DeliveryRow> DeliveriesOf(ImmutableArray<DefinitionChange> changes) =>
    [
        .. changes.OfType<DefinitionChange.Save>()
            .Select(change => change.Definition)
            .Where(d => d.Status is not DefinitionStatus.Draft)
            .SelectMany(d => DeliveryRow.Of(subscribers.Current, PublicEvents.Of(
                d.Status is DefinitionStatus.Retired ? WorkflowEventTypes.DefinitionRetired : WorkflowEventTypes.DefinitionPublished,
                d.Tenant, d.Key, d.Version, d.Revision, d.ChangedBy, d.ChangedAt))),
    ];

    /// <summary>The doubts about the calls of a definition that is to be published. What is published already stays as it is, whatever has become of those it calls.</summary>
    /// <exception cref="WorkflowException">There is an error.</exception>
    private async Task<ImmutableArray<DefinitionProblem>> DoubtfulCallsAsync(Plan plan, IReadOnlyList<WorkflowDefinition> beside, CancellationToken cancellationToken)
    {
        if (plan.Change is DefinitionChangeKind.Unchanged)
        {
            return [];
        }

        var problems = await CheckCallsAsync(plan.Wanted.Tenant, DefinitionDocument.Read(plan.Wanted.Document), beside, cancellationToken).ConfigureAwait(false);
        ImmutableArray<DefinitionProblem> errors = [.. problems.Where(p => p.Severity is ProblemSeverity.Error)];
        return errors.IsEmpty ? problems : throw new WorkflowException(new Rejection.InvalidDefinition(errors));
    }

    private async Task<ImmutableArray<DefinitionProblem>> CheckCallsAsync(
        TenantId tenant, WorkflowDefinition definition, IReadOnlyList<WorkflowDefinition> beside, CancellationToken cancellationToken)
    {
        if (definition.Net.Calls.IsEmpty)
        {
            return [];
        }

        // Those beside it count as published, for they are when it is.
        var known = new List<DefinitionSet>();
        foreach (var one in beside.Where(d => DefinitionValidator.Validate(d).All(p => p.Severity is not ProblemSeverity.Error)).Append(definition))
        {
            known.Add(await catalog.WithCalledAsync(tenant, one, null, cancellationToken).ConfigureAwait(false));
        }

        return DefinitionValidator.ValidateCalls(definition, (key, version) => known
            .SelectMany(set => set.Main == definition ? new[] { set.Find(key, version) } : [set.Main, set.Find(key, version)])
            .Where(d => d is not null && d.Key == key && (version is null || d.Version == version))
            .MaxBy(d => d!.Version));
    }

    private ImmutableArray<DefinitionProblem> Check(WorkflowDefinition definition) => [.. DefinitionValidator.Validate(definition, steps.Names), .. SettingsCheck.Check(definition, steps)];

    /// <summary>The doubts about a definition that can be published.</summary>
    /// <exception cref="WorkflowException">It cannot: it has errors.</exception>
    private ImmutableArray<DefinitionProblem> WarningsOf(WorkflowDefinition definition)
    {
        var problems = Check(definition);
        ImmutableArray<DefinitionProblem> errors = [.. problems.Where(p => p.Severity is ProblemSeverity.Error)];
        return errors.IsEmpty ? problems : throw new WorkflowException(new Rejection.InvalidDefinition(errors));
    }

    private StoredDefinition StoredOf(WorkflowDefinition definition, DefinitionStatus status, Actor by)
    {
        var now = time.GetUtcNow();
        var isDraft = status is DefinitionStatus.Draft;
        return new StoredDefinition
        {
            Tenant = by.Tenant,
            Key = definition.Key,
            Version = definition.Version,
            Status = status,
            Revision = 1,
            Name = definition.Name,
            Description = definition.Description,
            Category = definition.Category,
            StepCount = definition.Steps.Length,
            Document = DefinitionDocument.Write(definition),
            ContentHash = definition.ContentHash,
            ChangedAt = now,
            ChangedBy = by.Id,
            PublishedAt = isDraft ? null : now,
            PublishedBy = isDraft ? null : by.Id,
        };
    }

    /// <summary>What a version says beside its number. The canonical document begins with the key and the version.</summary>
    private static string ContentOf(StoredDefinition version)
    {
        var member = $"\"version\": \"{version.Version}\"";
        var at = version.Document.IndexOf(member, StringComparison.Ordinal);
        return at < 0 ? version.Document : version.Document.Remove(at, member.Length);
    }

    /// <summary>What publishing a definition would do.</summary>
    private sealed record Plan(StoredDefinition Wanted, StoredDefinition? Existing, DefinitionChangeKind Change, SemanticVersion? SameAs)
    {
        public ImmutableArray<DefinitionChange> Changes =>
            Change is DefinitionChangeKind.New or DefinitionChangeKind.NewVersion ? [new DefinitionChange.Save(Wanted, Existing?.Revision ?? 0)] : [];

        public DefinitionPublication ToPublication(ImmutableArray<DefinitionProblem> warnings) => new(Wanted.ToSummary(), Change) { SameAs = SameAs, Warnings = warnings };
    }
}
