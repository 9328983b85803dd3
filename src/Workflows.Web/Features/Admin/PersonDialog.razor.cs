using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

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

    [Inject]
    private GuardedAudit Audit { get; init; } = null!;

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

    private async Task<ImmutableArray<FieldProblem>> CreateAsync()
    {
        var problems = await People.CreateAsync(_id, _name, _password, isOneTime: true, _roles, Groups(), CancellationToken.None);
        return problems.IsEmpty ? await NoteAsync("person.create", _id) : problems;
    }

    private async Task<ImmutableArray<FieldProblem>> UpdateAsync(PersonEntry entry)
    {
        var me = Person.From((await Authentication).User);
        var problems = await People.UpdateAsync(entry.Id, _name, _roles, Groups(), me, CancellationToken.None);
        if (!problems.IsEmpty)
        {
            return problems;
        }

        await NoteAsync("person.save", entry.Id);
        if (_password.Length == 0)
        {
            return [];
        }

        problems = await People.ResetPasswordAsync(entry.Id, _password);
        return problems.IsEmpty ? await NoteAsync("person.password", entry.Id) : problems;
    }

    /// <summary>Notes in the audit what was done, with the roles and groups the person has now.</summary>
    private async Task<ImmutableArray<FieldProblem>> NoteAsync(string action, string id)
    {
        var me = Person.From((await Authentication).User);
        var note = action == "person.password" ? null : $"roles {string.Join(", ", _roles.Order(StringComparer.Ordinal))}; groups {string.Join(", ", Groups())}";
        await Audit.AddAsync(me, action, id, _name, note, CancellationToken.None);
        return [];
    }

    private string[] Groups()
    {
        return _groups.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
