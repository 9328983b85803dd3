using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Admin;

public sealed partial class PersonDialog
{
    private readonly HashSet<string> _roles = [];
    private ImmutableArray<FieldProblem> _problems = [];
    private string _name = "";
    private string _id = "";
    private string _password = "";
    private string _groups = "";
    private bool _saving;

    /// <summary>Groups to give as examples.</summary>
    [Parameter]
    public IReadOnlyList<string> KnownGroups { get; set; } = [];

    /// <summary>Whom to change; null adds somebody.</summary>
    [Parameter]
    public PersonEntry? Entry { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private People People { get; init; } = null!;

    protected override void OnInitialized()
    {
        if (Entry is not null)
        {
            (_name, _id, _groups) = (Entry.Name, Entry.Id, string.Join(", ", Entry.Groups));
            _roles.UnionWith(Entry.Roles);
        }
    }

    private static string Describe(string role)
    {
        return role switch
        {
            Roles.Admin => "Admin: manages people, and may do everything",
            Roles.Author => "Author: writes and publishes definitions",
            Roles.Operator => "Operator: sees all instances and repairs them",
            _ => role,
        };
    }

    private void SetRole(string role, bool isOn)
    {
        if (isOn)
        {
            _roles.Add(role);
        }
        else
        {
            _roles.Remove(role);
        }
    }

    private async Task SaveAsync()
    {
        _saving = true;
        _problems = Entry is null ? await CreateAsync() : await UpdateAsync(Entry);
        _saving = false;
        if (_problems.IsEmpty)
        {
            Dialog.Close(DialogResult.Ok(Entry is null ? $"{_name} can sign in now." : $"{_name} is changed."));
        }
    }

    private Task<ImmutableArray<FieldProblem>> CreateAsync()
    {
        return People.CreateAsync(_id, _name, _password, isOneTime: true, _roles, Groups(), CancellationToken.None);
    }

    private async Task<ImmutableArray<FieldProblem>> UpdateAsync(PersonEntry entry)
    {
        var me = Person.From((await Authentication).User);
        var problems = await People.UpdateAsync(entry.Id, _name, _roles, Groups(), me, CancellationToken.None);
        return problems.IsEmpty && _password.Length > 0 ? await People.ResetPasswordAsync(entry.Id, _password) : problems;
    }

    private string[] Groups()
    {
        return _groups.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
