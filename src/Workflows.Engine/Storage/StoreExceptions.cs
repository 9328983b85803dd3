namespace Workflows.Engine.Storage;

/// <summary>The store has more work than it can take now. Nothing was written; the same call may succeed in a moment.</summary>
public sealed class StoreBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The store cannot do its work: the disk is full, the file is read-only, damaged or gone. A commit that failed so is not there, unless the process died
/// in the middle of it.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A cursor is not one that the list gave out.</summary>
public sealed class InvalidCursorException() : Exception("The cursor does not belong to this list. Pass the one that came with the previous page, or none to begin anew.");
