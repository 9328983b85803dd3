using Microsoft.Extensions.Logging;

namespace Workflows.Persistence.Commit;

internal abstract partial class CommitWriter
{
    [LoggerMessage(EventId = 801, Level = LogLevel.Error, Message = "A transaction of {Units} commits on {Database} failed; nothing of it was written")]
    protected partial void LogTransactionFailed(Exception exception, string database, int units);

    [LoggerMessage(EventId = 802, Level = LogLevel.Error, Message = "A commit on {Database} failed; nothing of it was written")]
    protected partial void LogUnitFailed(Exception exception, string database);

    [LoggerMessage(EventId = 803, Level = LogLevel.Error, Message = "A transaction on {Database} could not be rolled back; the connection is opened anew")]
    protected partial void LogRollbackFailed(Exception exception, string database);
}
