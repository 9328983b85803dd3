using System.Security.Claims;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Auth;

public sealed class PersonTests
{
    [Fact]
    public void From_AllClaims_ReadsThemInOrder()
    {
        var principal = Principal(
            new(ClaimTypes.Name, "rita"),
            new("wf:name", "Rita Rossi"),
            new("wf:group", "managers"),
            new("wf:group", "employees"),
            new(ClaimTypes.Role, "user"),
            new(ClaimTypes.Role, "admin"),
            new("wf:tenant", "acme"));

        Assert.Equal(new Person("rita", "Rita Rossi", ["employees", "managers"], ["admin", "user"], "acme"), Person.From(principal));
    }

    [Fact]
    public void From_NameOnly_IsInNoGroupOfTheDefaultTenant()
    {
        Assert.Equal(new Person("rita", "rita", [], [], "default"), Person.From(Principal(new Claim(ClaimTypes.Name, "rita"))));
    }

    [Fact]
    public void From_NobodyIsSignedIn_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => Person.From(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.Null(Person.TryFrom(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    private static ClaimsPrincipal Principal(params Claim[] claims)
    {
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
    }
}
