using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Hosting;

public sealed class StartupBannerTests
{
    [Fact]
    public void Text_Always_SaysWhereItIsWhereTheDataIsAndHowToGetIn()
    {
        var text = StartupBanner.Text(["http://localhost:5080"], null, "/data", "http://localhost:5080/login");

        Assert.Equal(
            """

              Workflows is ready   http://localhost:5080
              Data folder          /data
              Sign in              http://localhost:5080/login


            """,
            text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Text_OnPostgres_SaysWhichDatabase()
    {
        var text = StartupBanner.Text(["http://localhost:5080"], "workflows on db:5432", "/data", "http://localhost:5080/login");

        Assert.Contains("\n  Database             workflows on db:5432\n  Data folder ", text.ReplaceLineEndings("\n"));
    }
}
