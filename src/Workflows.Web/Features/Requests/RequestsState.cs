using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Requests;

/// <summary>The page of a person's own requests without its looks.</summary>
internal sealed class RequestsState(GuardedEngine engine, ILogger<RequestsState> logger)
{
    private Person? _person;

    /// <summary>The filters: the first is every status.</summary>
    public static ImmutableArray<RequestFilter> Filters { get; } =
    [
        new(null, "All", []),
        new("open", "Open", [InstanceStatus.Pending, InstanceStatus.Running, InstanceStatus.Waiting, InstanceStatus.Paused, InstanceStatus.Failed]),
        new("completed", "Completed", [InstanceStatus.Completed]),
        new("canceled", "Canceled", [InstanceStatus.Canceled]),
    ];

    /// <summary>The filter that is on.</summary>
    public RequestFilter Filter { get; private set; } = Filters[0];

    /// <summary>The requests, latest first.</summary>
    public LiveList<Request, InstanceId> Requests { get; } = new(request => request.Instance.Id, logger);

    /// <summary>Shows the requests with a status, as the address names it; an unknown name shows all.</summary>
    public async Task LoadAsync(Person person, string? status, CancellationToken cancellationToken)
    {
        var filter = Filters.FirstOrDefault(known => known.Name == status, Filters[0]);
        if (_person == person && filter == Filter)
        {
            return;
        }

        (_person, Filter) = (person, filter);
        await Requests.LoadAsync((page, stop) => engine.ListRequestsAsync(person, filter.Statuses, page, stop), cancellationToken);
    }
}

/// <summary>A filter of the requests page.</summary>
/// <param name="Name">Its name in the address; null is no parameter.</param>
/// <param name="Text">What people read.</param>
/// <param name="Statuses">The statuses; empty is any.</param>
internal sealed record RequestFilter(string? Name, string Text, ImmutableArray<InstanceStatus> Statuses);
