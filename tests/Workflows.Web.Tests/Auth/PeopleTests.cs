using Workflows.Web.Auth;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Auth;

public sealed class PeopleTests(Servers servers)
{
    private static readonly Person s_admin = new("anna", "Anna", [], [Roles.Admin], Person.DefaultTenant);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private People People => servers.Production.Get<People>();

    [Fact]
    public async Task Create_Valid_IsListedWithRolesAndGroups()
    {
        Assert.Empty(await People.CreateAsync(" Zoe ", " Zoe Zett ", WebServer.Password, true, [Roles.Author], ["b", " a ", ""], Cancellation));

        var zoe = await FindAsync("zoe");
        Assert.Equal(
            ("Zoe Zett", "author, user", "a, b", false, false, true),
            (zoe.Name, string.Join(", ", zoe.Roles), string.Join(", ", zoe.Groups), zoe.IsDisabled, zoe.IsDemo, zoe.MustChangePassword));
    }

    [Fact]
    public async Task Create_EverythingWrong_SaysSoAtEachFieldAndAddsNobody()
    {
        await servers.Production.AddPersonAsync("taken");

        var problems = await People.CreateAsync("taken", " ", "short", true, ["god"], [], Cancellation);

        Assert.Equal(
            [
                new("Name", "Say what others call this person."),
                new("UserName", "Somebody has this user name already."),
                new FieldProblem("Password", "Use at least 10 characters."),
            ],
            problems);
        Assert.Equal("taken of tests", (await FindAsync("taken")).Name);
    }

    [Fact]
    public async Task Update_RolesAndGroups_AreReplaced()
    {
        await servers.Production.AddPersonAsync("una", roles: [Roles.Author], groups: ["a", "b"]);

        Assert.Empty(await People.UpdateAsync("una", "Una New", [Roles.Operator], ["b", "c"], s_admin, Cancellation));

        var una = await FindAsync("una");
        Assert.Equal(("Una New", "operator, user", "b, c"), (una.Name, string.Join(", ", una.Roles), string.Join(", ", una.Groups)));
    }

    [Fact]
    public async Task Update_OwnAdminRole_CannotBeTaken()
    {
        await servers.Production.AddPersonAsync("solo", roles: [Roles.Admin]);
        var solo = s_admin with { Id = "solo" };

        var problems = await People.UpdateAsync("solo", "Solo", [Roles.User], [], solo, Cancellation);

        Assert.Equal([new FieldProblem("Roles", "You cannot take the role of admin from yourself. Ask another admin.")], problems);
        Assert.Contains(Roles.Admin, (await FindAsync("solo")).Roles);
    }

    [Fact]
    public async Task SetDisabled_Oneself_IsRefused()
    {
        await servers.Production.AddPersonAsync("self", roles: [Roles.Admin]);

        var problems = await People.SetDisabledAsync("self", true, s_admin with { Id = "self" });

        Assert.Equal([new FieldProblem("", "You cannot disable yourself.")], problems);
        Assert.False((await FindAsync("self")).IsDisabled);
    }

    [Fact]
    public async Task ResetPassword_TooShort_IsRefused()
    {
        await servers.Production.AddPersonAsync("reset");

        Assert.Equal([new FieldProblem("Password", "Use at least 10 characters.")], await People.ResetPasswordAsync("reset", "short"));
        Assert.False((await FindAsync("reset")).MustChangePassword);

        Assert.Empty(await People.ResetPasswordAsync("reset", "another long one"));
        Assert.True((await FindAsync("reset")).MustChangePassword);
    }

    private async Task<PersonEntry> FindAsync(string id)
    {
        return Assert.Single(await People.ListAsync(Cancellation), person => person.Id == id);
    }
}
