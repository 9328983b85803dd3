using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Features.Admin;

public sealed partial class UsersPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ImmutableArray<PersonEntry>? _people;
    private bool _failed;

    [Inject]
    private People People { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    [Inject]
    private ILogger<UsersPage> Logger { get; init; } = null!;

    [Inject]
    private GuardedAudit Audit { get; init; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync()
    {
        return LoadAsync();
    }

    private static string SignInOf(PersonEntry person)
    {
        return person switch
        {
            { IsDisabled: true } => "Disabled",
            { IsDemo: true } => "Demo, one click",
            { MustChangePassword: true } => "One-time password",
            _ => "Password",
        };
    }

    private async Task LoadAsync()
    {
        try
        {
            _people = await People.ListAsync(_leaving.Token);
            _failed = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotLoaded(Logger, failure);
            _failed = true;
        }
    }

    private async Task AddAsync()
    {
        await OpenAsync("Add person", null);
    }

    private async Task ChangeAsync(PersonEntry person)
    {
        await OpenAsync($"Change {person.Name}", person);
    }

    private async Task OpenAsync(string title, PersonEntry? person)
    {
        var parameters = new DialogParameters<PersonDialog>
        {
            { dialog => dialog.Entry, person },
            { dialog => dialog.KnownGroups, _people is not { } people ? [] : [.. people.SelectMany(other => other.Groups).Distinct().Order(StringComparer.Ordinal)] },
        };
        var shown = await Dialogs.ShowAsync<PersonDialog>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        if (await shown.Result is { Canceled: false, Data: string said })
        {
            Snackbar.Add(said, Severity.Success);
            await LoadAsync();
        }
    }

    private async Task SetDisabledAsync(PersonEntry person)
    {
        if (!person.IsDisabled && await ConfirmDialog.AskAsync(
                Dialogs,
                $"Disable {person.Name}?",
                $"{person.Name} is signed out within a minute and cannot sign in, and their API keys stop working. Their tasks and what they did stay.",
                "Disable",
                isDestructive: true) is null)
        {
            return;
        }

        var me = Person.From((await Authentication).User);
        var problems = await People.SetDisabledAsync(person.Id, !person.IsDisabled, me);
        if (problems.IsEmpty)
        {
            await Audit.AddAsync(me, person.IsDisabled ? "person.activate" : "person.deactivate", person.Id, person.Name, null, CancellationToken.None);
            Snackbar.Add(person.IsDisabled ? $"{person.Name} may sign in again." : $"{person.Name} is disabled.", Severity.Success);
        }
        else
        {
            Snackbar.Add(problems[0].Message, Severity.Error);
        }

        await LoadAsync();
    }

    [LoggerMessage(EventId = 701, Level = LogLevel.Error, Message = "The list of people could not be loaded")]
    private static partial void LogNotLoaded(ILogger logger, Exception exception);
}
