using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Features.Admin;

public sealed partial class CreateApiKeyDialog
{
    private static readonly int[] s_lifetimes = [30, 90, 365];

    private readonly HashSet<string> _scopes = [Scopes.Read];
    private ImmutableArray<FieldProblem> _problems = [];
    private string _name = "";
    private int _days = 90;
    private string? _text;

    /// <summary>As whom the key acts.</summary>
    [Parameter, EditorRequired]
    public required Person Owner { get; set; }

    [Inject]
    private GuardedAudit Audit { get; init; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private ApiKeyRing Keys { get; init; } = null!;

    private static string Describe(string scope)
    {
        return scope switch
        {
            Scopes.Read => "Read what I may read",
            Scopes.Start => "Start requests as me",
            Scopes.Decide => "Claim and decide my tasks",
            Scopes.Operate => "Operate instances, when I am an operator",
            Scopes.Admin => "Publish definitions and administer, when I may",
            _ => scope,
        };
    }

    private void SetScope(string scope, bool isOn)
    {
        if (isOn)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private async Task CreateAsync()
    {
        var problems = ImmutableArray.CreateBuilder<FieldProblem>();
        problems.Require("Name", _name, "Say what the key is for.");
        if (_scopes.Count == 0)
        {
            problems.Add(new FieldProblem("Scopes", "Choose at least one thing that it may do."));
        }

        _problems = problems.ToImmutable();
        if (_problems.IsEmpty)
        {
            (var key, _text) = await Keys.CreateAsync(Owner.Id, _name.Trim(), _scopes, TimeSpan.FromDays(_days), CancellationToken.None);
            await Audit.AddAsync(Owner, "key.create", key.Id.ToString(), key.Name, string.Join(", ", _scopes.Order(StringComparer.Ordinal)), CancellationToken.None);
        }
    }
}
