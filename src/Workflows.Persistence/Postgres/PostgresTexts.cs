using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Workflows.Persistence.Postgres;

/// <summary>Lets contexts on PostgreSQL ask for any text, as they can on SQLite.</summary>
public static class PostgresTexts
{
    /// <summary>
    /// Puts U+FFFD in place of what PostgreSQL cannot keep (U+0000, and halves of surrogate pairs) in every parameter: a search for it finds nothing, instead of failing.
    /// </summary>
    public static DbContextOptionsBuilder RepairTexts(this DbContextOptionsBuilder options) => options.AddInterceptors(Interceptor.Instance);

    private sealed class Interceptor : DbCommandInterceptor
    {
        public static readonly Interceptor Instance = new();

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Repair(command);
            return result;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Repair(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Repair(command);
            return ValueTask.FromResult(result);
        }

        private static void Repair(DbCommand command)
        {
            foreach (DbParameter parameter in command.Parameters)
            {
                parameter.Value = parameter.Value switch
                {
                    string text => PostgresText.Of(text),
                    IEnumerable<string> texts => texts.Select(PostgresText.Of).ToList(),
                    var value => value,
                };
            }
        }
    }
}
