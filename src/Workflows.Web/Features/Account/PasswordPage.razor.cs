using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Account;

public sealed partial class PasswordPage
{
    private ImmutableArray<FieldProblem> _problems = [];

    [SupplyParameterFromForm]
    private PasswordInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? User { get; set; }

    [Inject]
    private PersonSignInManager People { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new PasswordInput();
    }

    private async Task ChangeAsync()
    {
        var input = Input!;
        _problems = input.Problems();
        if (!_problems.IsEmpty)
        {
            return;
        }

        // The page is open to everybody, so it counts wrong passwords as the sign-in page does.
        var user = await People.UserManager.FindByNameAsync(input.UserName!.Trim());
        if (user is null || !(await People.CheckPasswordSignInAsync(user, input.Current!, lockoutOnFailure: true)).Succeeded)
        {
            _problems = [new("", "The user name or the password is wrong, or there were too many tries. Wait some minutes, or ask an admin.")];
            return;
        }

        var changed = await People.UserManager.ChangePasswordAsync(user, input.Current!, input.Password!);
        if (!changed.Succeeded)
        {
            _problems = Auth.People.ProblemsOf(changed);
            return;
        }

        user.MustChangePassword = false;
        await People.UserManager.UpdateAsync(user);
        Navigation.NavigateTo($"{Urls.Login}?why=password");
    }

    private sealed class PasswordInput
    {
        public string? UserName { get; set; }

        public string? Current { get; set; }

        public string? Password { get; set; }

        public string? Again { get; set; }

        public ImmutableArray<FieldProblem> Problems()
        {
            var problems = ImmutableArray.CreateBuilder<FieldProblem>();
            problems.Require(nameof(UserName), UserName, "Enter your user name.");
            problems.Require(nameof(Current), Current, "Enter the password you have now.");
            problems.Require(nameof(Password), Password, "Choose a new password.");
            if (Password is { Length: > 0 } && Password == Current)
            {
                problems.Add(new FieldProblem(nameof(Password), "Choose one that is not the password you have now."));
            }

            if (Again != Password)
            {
                problems.Add(new FieldProblem(nameof(Again), "The two passwords are not the same."));
            }

            return problems.ToImmutable();
        }
    }
}
