using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Engine;
using Workflows.Engine.Events;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Webhooks;

public sealed partial class WebhookDialog
{
    private const string All = "*";

    private readonly HashSet<string> _types = [];
    private ImmutableArray<SchemaError> _problems = [];
    private string _name = "";
    private string _url = "";
    private string _own = "";
    private string _definitions = "";
    private string? _failure;
    private bool _isBusy;

    /// <summary>The webhook to change; null for a new one.</summary>
    [Parameter]
    public Webhook? Webhook { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private GuardedWebhooks Webhooks { get; init; } = null!;

    [Inject]
    private ILogger<WebhookDialog> Logger { get; init; } = null!;

    private string? TypeProblem => _problems.FirstOrDefault(p => p.InstancePath.StartsWith("/types", StringComparison.Ordinal))?.Message;

    /// <summary>Opens the dialog; gives the webhook that was saved, or null.</summary>
    internal static async Task<Webhook?> ShowAsync(IDialogService dialogs, Webhook? webhook)
    {
        var parameters = new DialogParameters<WebhookDialog> { { dialog => dialog.Webhook, webhook } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseButton = true, BackdropClick = false };
        var shown = await dialogs.ShowAsync<WebhookDialog>(webhook is null ? "New webhook" : "Edit the webhook", parameters, options);
        return await shown.Result is { Canceled: false, Data: Webhook saved } ? saved : null;
    }

    protected override void OnInitialized()
    {
        if (Webhook is not { Spec: var spec })
        {
            return;
        }

        (_name, _url, _definitions) = (spec.Name, spec.Url, string.Join(' ', spec.Definitions));
        ImmutableArray<string> known = [All, .. WebhookWords.Groups.SelectMany(g => g.Types.Add(g.Pattern))];
        _types.UnionWith(spec.Types.Where(type => known.Contains(type)));
        _own = string.Join(' ', spec.Types.Where(type => !known.Contains(type)));
    }

    private string? Problem(string place) => _problems.FirstOrDefault(p => p.InstancePath == place)?.Message;

    private void Set(string type, bool isOn)
    {
        if (isOn)
        {
            _types.Add(type);
        }
        else
        {
            _types.Remove(type);
        }
    }

    private WebhookSpec ToSpec() => new()
    {
        Name = _name.Trim(),
        Url = _url.Trim(),
        Types = _types.Contains(All) ? [All] : [.. _types.Where(type => !IsWithinAnother(type)).Order(StringComparer.Ordinal), .. Words(_own)],
        Definitions = Words(_definitions),
    };

    private bool IsWithinAnother(string type) => WebhookWords.Groups.Any(g => g.Types.Contains(type) && _types.Contains(g.Pattern));

    private static ImmutableArray<string> Words(string text) => [.. text.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)];

    private async Task SaveAsync()
    {
        var spec = ToSpec();
        _problems = WebhookCheck.Check(spec);
        if (!_problems.IsEmpty)
        {
            return;
        }

        _isBusy = true;
        _failure = null;
        try
        {
            var person = Person.From((await Authentication).User);
            Dialog.Close(DialogResult.Ok(Webhook is null
                ? await Webhooks.CreateAsync(person, spec, CancellationToken.None)
                : await Webhooks.SaveAsync(person, Webhook.Id, spec, Webhook.Revision, CancellationToken.None)));
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidWebhook invalid)
        {
            _problems = invalid.Errors;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _failure = Loading.Explain(Logger, failure);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
