using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Workflows.Persistence.Databases;

/// <summary>The migrations of this version.</summary>
internal static class KnownMigrations
{
    /// <summary>The table in which EF Core keeps which of them were applied.</summary>
    public const string HistoryTable = "__EFMigrationsHistory";

    /// <summary>Those of a database, in order. EF would need half a second to be asked, and most starts have nothing to migrate.</summary>
    public static List<string> Of<TContext>()
        where TContext : DbContext =>
    [
        .. typeof(TContext).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(TContext))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];
}
