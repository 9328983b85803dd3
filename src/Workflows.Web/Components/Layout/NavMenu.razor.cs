using System.Collections.Immutable;
using MudBlazor;
using Workflows.Web.Auth;

namespace Workflows.Web.Components.Layout;

public sealed partial class NavMenu
{
    private static readonly ImmutableArray<NavGroup> s_groups =
    [
        new("Work",
        [
            new("Home", Urls.Home, Icons.Material.Rounded.Home, []),
            new("Inbox", Urls.Inbox, Icons.Material.Rounded.Inbox, []),
            new("Start", Urls.Start, Icons.Material.Rounded.AddCircleOutline, []),
            new("My requests", Urls.Requests, Icons.Material.Rounded.Outbox, []),
        ]),
        new("Operate",
        [
            new("Instances", Urls.Instances, Icons.Material.Rounded.AccountTree, [Roles.Operator, Roles.Admin]),
            new("Incidents", Urls.Incidents, Icons.Material.Rounded.ReportProblem, [Roles.Operator, Roles.Admin]),
            new("Attention", Urls.Attention, Icons.Material.Rounded.NotificationImportant, [Roles.Operator, Roles.Admin]),
            new("Definitions", Urls.Definitions, Icons.Material.Rounded.Schema, [Roles.Author, Roles.Operator, Roles.Admin]),
            new("Schedules", Urls.Schedules, Icons.Material.Rounded.EventRepeat, [Roles.Operator, Roles.Admin]),
        ]),
        new("Admin",
        [
            new("People", Urls.Users, Icons.Material.Rounded.PeopleOutline, [Roles.Admin]),
            new("Webhooks", Urls.Webhooks, Icons.Material.Rounded.Webhook, [Roles.Admin]),
            new("Retention", Urls.Retention, Icons.Material.Rounded.AutoDelete, [Roles.Admin]),
            new("Audit", Urls.Audit, Icons.Material.Rounded.ManageSearch, [Roles.Admin]),
            new("API keys", Urls.ApiKeys, Icons.Material.Rounded.Key, [Roles.Admin]), // everybody has theirs in their own menu
        ]),
    ];

    private static ImmutableArray<NavGroup> Groups => s_groups;

    /// <summary>The name of the place that <paramref name="path"/> belongs to; empty when it belongs to none.</summary>
    internal static string TitleOf(string path)
    {
        return s_groups
            .SelectMany(group => group.Entries)
            .Where(entry => path == entry.Url || (entry.Url != Urls.Home && path.StartsWith($"{entry.Url}/", StringComparison.Ordinal)))
            .Select(entry => entry.Title)
            .FirstOrDefault("");
    }

    public void Dispose()
    {
        InboxCount.Changed -= OnCountChanged;
    }

    protected override void OnInitialized()
    {
        InboxCount.Changed += OnCountChanged;
    }

    private void OnCountChanged()
    {
        _ = InvokeAsync(StateHasChanged);
    }

    /// <summary>An entry; an empty list of roles lets everyone see it.</summary>
    private sealed record NavEntry(string Title, string Url, string Icon, ImmutableArray<string> Roles);

    private sealed record NavGroup(string Title, ImmutableArray<NavEntry> Entries);
}
