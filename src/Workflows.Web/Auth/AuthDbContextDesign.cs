using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Workflows.Web.Auth;

/// <summary>For <c>dotnet ef</c>, which must not open a data folder to write a migration.</summary>
internal sealed class AuthDbContextDesign : IDesignTimeDbContextFactory<AuthDbContext>
{
    public AuthDbContext CreateDbContext(string[] args)
    {
        return new AuthDbContext(new DbContextOptionsBuilder<AuthDbContext>().UseSqlite("Data Source=:memory:").Options);
    }
}
