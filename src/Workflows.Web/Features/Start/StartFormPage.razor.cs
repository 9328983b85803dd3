using System.Text.Json;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Web.Components.Shared;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Features.Start;

public sealed partial class StartFormPage
{
    private SchemaForm? _form;

    /// <summary>The workflow's key, from the address.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }

    [Inject]
    private StartFormState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    private protected override Task LoadAsync()
    {
        return State.LoadAsync(Person, Key, Stopping);
    }

    private Task RetryAsync()
    {
        return State.LoadAsync(Person, Key, Stopping);
    }

    private async Task StartAsync(JsonElement data)
    {
        if (await State.StartAsync(data, Stopping) is { } started)
        {
            Snackbar.Say(started.Text);
            Navigation.NavigateTo(Urls.Instance(started.Instance.ToString()));
        }
        else if (!State.Errors.IsEmpty)
        {
            _form?.ShowErrors(State.Errors.Select(error => new FieldError(error.InstancePath, error.Message)));
        }
    }
}
