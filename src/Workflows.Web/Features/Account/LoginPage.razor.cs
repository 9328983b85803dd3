using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Account;

public sealed partial class LoginPage
{
    private const string Wrong = "The user name or the password is wrong.";

    private ImmutableArray<FieldProblem> _problems = [];

    [SupplyParameterFromForm]
    private LoginInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery]
    private string? Why { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private PersonSignInManager People { get; init; } = null!;

    [Inject]
    private SetupCode Setup { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private IHostEnvironment Environment { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    private string? Notice => Why switch
    {
        "password" => "Your new password is set. Sign in with it.",
        "setup" => "You are the administrator now. Sign in to begin.",
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        Input ??= new LoginInput();
        if (!HttpMethods.IsGet(HttpContext.Request.Method))
        {
            return;
        }

        if (await People.UserManager.GetUserAsync(HttpContext.User) is { } user && await People.CanSignInAsync(user))
        {
            // A circuit sends people here when their groups or roles changed: the cookie learns them, and they go on.
            await People.RefreshSignInAsync(user);
            Navigation.NavigateTo(Urls.LocalOrHome(ReturnUrl));
        }
        else if (!Environment.IsDevelopment() && await Setup.IsOpenAsync(HttpContext.RequestAborted))
        {
            Navigation.NavigateTo(Urls.Setup);
        }
    }

    private async Task SignInAsync()
    {
        var input = Input!;
        _problems = input.Problems();
        if (!_problems.IsEmpty)
        {
            return;
        }

        if (await People.UserManager.FindByNameAsync(input.UserName!.Trim()) is not { } user)
        {
            // As long as checking a password takes, so that the time does not tell which names exist.
            People.UserManager.PasswordHasher.HashPassword(new User(), input.Password!);
            _problems = [new("", Wrong)];
            return;
        }

        var result = await People.CheckPasswordSignInAsync(user, input.Password!, lockoutOnFailure: true);
        if (result.IsLockedOut)
        {
            _problems = [new("", LockedOut(user))];
        }
        else if (!result.Succeeded)
        {
            _problems = [new("", Wrong)];
        }
        else if (user.MustChangePassword)
        {
            Navigation.NavigateTo($"{Urls.Password}?user={Uri.EscapeDataString(user.UserName!)}");
        }
        else
        {
            await People.SignInPersonAsync(user, input.Keep);
            Navigation.NavigateTo(Urls.LocalOrHome(ReturnUrl));
        }
    }

    private string LockedOut(User user)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling((user.LockoutEnd!.Value - Time.GetUtcNow()).TotalMinutes));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Too many tries with a wrong password. Try again in {minutes} {(minutes == 1 ? "minute" : "minutes")}, or ask an admin for a new password.");
    }

    private sealed class LoginInput
    {
        public string? UserName { get; set; }

        public string? Password { get; set; }

        public bool Keep { get; set; }

        public ImmutableArray<FieldProblem> Problems()
        {
            var problems = ImmutableArray.CreateBuilder<FieldProblem>();
            problems.Require(nameof(UserName), UserName, "Enter your user name.");
            problems.Require(nameof(Password), Password, "Enter your password.");
            return problems.ToImmutable();
        }
    }
}
