using Microsoft.Extensions.Logging;

namespace Workflows.Persistence.Commit;

internal sealed partial class SqliteCommitWriter
{
    [LoggerMessage(EventId = 801, Level = LogLevel.Error, Message = "A transaction of {Units} commits on {Path} failed; nothing of it was written")]
    private partial void LogTransactionFailed(Exception exception, string path, int units);

    [LoggerMessage(EventId = 802, Level = LogLevel.Error, Message = "A commit on {Path} failed; nothing of it was written")]
    private partial void LogUnitFailed(Exception exception, string path);

    [LoggerMessage(EventId = 803, Level = LogLevel.Error, Message = "A transaction on {Path} could not be rolled back; the connection is opened anew")]
    private partial void LogRollbackFailed(Exception exception, string path);
}
