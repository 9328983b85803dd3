using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Features.Admin;

public sealed partial class ApiKeysPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ImmutableArray<ApiKey>? _keys;
    private bool _failed;

    [Inject]
    private ApiKeyRing Keys { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    [Inject]
    private ILogger<ApiKeysPage> Logger { get; init; } = null!;

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

    private async Task LoadAsync()
    {
        try
        {
            _keys = await Keys.ListAsync((await MeAsync()).Id, _leaving.Token);
            _failed = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotLoaded(Logger, failure);
            _failed = true;
        }
    }

    private async Task CreateAsync()
    {
        var parameters = new DialogParameters<CreateApiKeyDialog> { { dialog => dialog.Owner, await MeAsync() } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false };
        var shown = await Dialogs.ShowAsync<CreateApiKeyDialog>("Create an API key", parameters, options);
        await shown.Result;
        await LoadAsync();
    }

    private async Task RevokeAsync(ApiKey key)
    {
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, $"Revoke {key.Name}?", "Programs that use this key are refused from now on. A revoked key cannot be brought back.", "Revoke", isDestructive: true);
        if (answer is not null)
        {
            var me = await MeAsync();
            await Keys.RevokeAsync(me.Id, key.Id, _leaving.Token);
            await Audit.AddAsync(me, "key.revoke", key.Id.ToString(), key.Name, null, CancellationToken.None);
            Snackbar.Add($"{key.Name} is revoked.", Severity.Success);
            await LoadAsync();
        }
    }

    private async Task<Person> MeAsync()
    {
        return Person.From((await Authentication).User);
    }

    [LoggerMessage(EventId = 702, Level = LogLevel.Error, Message = "The API keys of a person could not be loaded")]
    private static partial void LogNotLoaded(ILogger logger, Exception exception);
}
