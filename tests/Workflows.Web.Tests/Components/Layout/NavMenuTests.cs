using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Web.Auth;
using Workflows.Web.Components.Layout;

namespace Workflows.Web.Tests.Components.Layout;

public sealed class NavMenuTests : WebTestContext
{
    private const string Work = "Home, Inbox, Start, My requests";

    private readonly InboxCount _count = new();

    public NavMenuTests()
    {
        Services.AddSingleton(_count);
    }

    [Theory]
    [InlineData(Roles.User, Work)]
    [InlineData(Roles.Author, $"{Work}, Definitions")]
    [InlineData(Roles.Operator, $"{Work}, Instances, Incidents, Attention, Definitions, Schedules")]
    [InlineData(Roles.Admin, $"{Work}, Instances, Incidents, Attention, Definitions, Schedules, People, Webhooks, Retention, Audit, API keys")]
    public void Render_ByRole_ShowsWhatThePersonMayOpen(string role, string entries)
    {
        AddAuthorization().SetAuthorized("rita").SetRoles(role);

        var menu = Render<NavMenu>();

        Assert.Equal(entries, string.Join(", ", menu.FindAll(".word").Select(word => word.TextContent)));
    }

    [Fact]
    public void Render_NobodySignedIn_ShowsNothing()
    {
        AddAuthorization();

        Assert.Empty(Render<NavMenu>().FindAll("a"));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "3 waiting")]
    [InlineData(100, "99+ waiting")]
    public void InboxCount_Changes_IsShownBesideInbox(int count, string expected)
    {
        AddAuthorization().SetAuthorized("rita");
        var menu = Render<NavMenu>();

        _count.Set(count);

        menu.WaitForAssertion(() => Assert.Equal(expected, string.Concat(menu.FindAll("a[href='/tasks'] .count").Select(badge => badge.TextContent))));
    }

    [Theory]
    [InlineData("/", "Home")]
    [InlineData("/tasks", "Inbox")]
    [InlineData("/tasks/7", "Inbox")]
    [InlineData("/tasksomething", "")]
    [InlineData("/admin/users", "People")]
    public void TitleOf_Path_IsThePlaceItBelongsTo(string path, string expected)
    {
        Assert.Equal(expected, NavMenu.TitleOf(path));
    }
}
