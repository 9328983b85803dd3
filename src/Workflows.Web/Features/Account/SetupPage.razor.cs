using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Account;

public sealed partial class SetupPage
{
    private ImmutableArray<FieldProblem> _problems = [];

    [SupplyParameterFromForm]
    private SetupInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? Code { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private People People { get; init; } = null!;

    [Inject]
    private SetupCode Setup { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new SetupInput();
    }

    private async Task CreateAsync()
    {
        var input = Input!;
        _problems = input.Problems();
        if (_problems.IsEmpty && !Setup.Matches(input.Code))
        {
            _problems = [new("Code", "This is not the code of this run. Look where the server was started.")];
        }

        if (_problems.IsEmpty)
        {
            _problems = await People.CreateAsync(
                input.UserName!, input.Name!, input.Password!, isOneTime: false, Roles.All, [], HttpContext.RequestAborted);
            if (_problems.IsEmpty)
            {
                Navigation.NavigateTo($"{Urls.Login}?why=setup");
            }
        }
    }

    private sealed class SetupInput
    {
        public string? Code { get; set; }

        public string? Name { get; set; }

        public string? UserName { get; set; }

        public string? Password { get; set; }

        public string? Again { get; set; }

        public ImmutableArray<FieldProblem> Problems()
        {
            var problems = ImmutableArray.CreateBuilder<FieldProblem>();
            problems.Require(nameof(Code), Code, "Enter the code that the server printed when it started.");
            problems.Require(nameof(Name), Name, "Say what others call you.");
            problems.Require(nameof(UserName), UserName, "Choose a user name.");
            problems.Require(nameof(Password), Password, "Choose a password.");
            if (Again != Password)
            {
                problems.Add(new FieldProblem(nameof(Again), "The two passwords are not the same."));
            }

            return problems.ToImmutable();
        }
    }
}
