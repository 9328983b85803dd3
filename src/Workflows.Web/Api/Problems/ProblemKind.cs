using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workflows.Web.Api.Problems;

/// <summary>A kind of problem: what its stable code means. Every one has a page of its own under <c>/problems/{code}</c>.</summary>
/// <param name="Code">The stable name by which programs tell problems apart.</param>
/// <param name="Status">The HTTP status it comes with.</param>
/// <param name="Title">What it is, in a few words; the same for every occurrence.</param>
/// <param name="Meaning">What happened, and that nothing has changed.</param>
/// <param name="Remedy">What the caller can do about it.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Meaning, string Remedy)
{
    public static readonly ProblemKind Malformed = new(
        "malformed", 400, "The request cannot be read",
        "The body is not JSON, has a member that does not exist or lacks one that must be there, or a parameter or header has a value that cannot be read. "
        + "The errors name the place: a JSON pointer into the body with line and column, or the parameter.",
        "Mend the request; the OpenAPI document at /openapi/v1.json describes every body and parameter.");

    public static readonly ProblemKind Antiforgery = new(
        "antiforgery", 400, "The request does not prove where it comes from",
        "The caller is signed in by a cookie, which a browser also sends for other sites, and the request that would change something carries no valid X-XSRF-TOKEN header.",
        "GET /api/v1/antiforgery and send its token in that header. Programs use an API key and need no token.");

    public static readonly ProblemKind Unauthenticated = new(
        "unauthenticated", 401, "Nobody is signed in",
        "The request carries no credentials, or they are unknown, expired or revoked.",
        "Send a valid API key in the X-Api-Key header, or sign in.");

    public static readonly ProblemKind Signature = new(
        "signature", 401, "The call is not signed as it must be",
        "The definition asks for signed calls of this webhook. The detail says what is missing or wrong. Nothing has changed.",
        "Sign id, time and body with the secret that was agreed, as Standard Webhooks say, and send them at once.");

    public static readonly ProblemKind Forbidden = new(
        "forbidden", 403, "This is not allowed to you",
        "You can see this, but may not do what you asked. The detail says which rule stands against it.",
        "Ask somebody who has the role that the detail names.");

    public static readonly ProblemKind ScopeMissing = new(
        "scope-missing", 403, "The API key does not reach that far",
        "The key is valid, but was made without the scope that this operation needs.",
        "Make a key with the scope that the detail names.");

    public static readonly ProblemKind NotEligible = new(
        "not-eligible", 403, "This task is not yours to decide",
        "Only the people a task is assigned or offered to can act on it, whatever their roles. The detail says who that is.",
        "Ask one of them.");

    public static readonly ProblemKind NotFound = new(
        "not-found", 404, "There is nothing here",
        "The resource does not exist, or you may not know of it: the two are not told apart.",
        "Check the address, and whether you act as the right person.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed", 405, "This cannot be done here",
        "The resource is there, but not for this HTTP method.",
        "Use one of the methods in the Allow header.");

    public static readonly ProblemKind AlreadyClaimed = new(
        "already-claimed", 409, "Somebody else has the task",
        "Another person took the task before. The detail and the member current say who.",
        "Leave it to them, or ask them to release it.");

    public static readonly ProblemKind AlreadyDecided = new(
        "already-decided", 409, "Somebody else decided the task",
        "Another decision came first and stands. The detail and the member current say who decided, when and how.",
        "Nothing is left to do on this task.");

    public static readonly ProblemKind TaskWithdrawn = new(
        "task-withdrawn", 409, "The task was withdrawn",
        "The task is no longer needed: its instance was canceled, timed out, or went another way. The detail says why.",
        "Nothing is left to do on this task.");

    public static readonly ProblemKind StaleRevision = new(
        "stale-revision", 409, "It has changed since you looked",
        "The revision in If-Match is not the current one. The member current holds the resource as it is now.",
        "Look at what changed, then send the request again with the new ETag in If-Match and a new Idempotency-Key.");

    public static readonly ProblemKind Stale = new(
        "stale", 409, "The work no longer stands",
        "What the request refers to was withdrawn or has been done by another attempt.",
        "Read the instance again.");

    public static readonly ProblemKind InvalidState = new(
        "invalid-state", 409, "The state does not allow it",
        "The instance, or the version of a definition, is in a status in which this cannot be done; the detail names it.",
        "Read it again; the allowedActions of an instance say what can be done.");

    public static readonly ProblemKind DefinitionRetired = new(
        "definition-retired", 409, "Nothing new can be started with it",
        "The version that was named is retired, or every published version of the definition is. What runs goes on.",
        "Start another version, or ask an administrator to restore one.");

    public static readonly ProblemKind VersionConflict = new(
        "version-conflict", 409, "This version is published with other content",
        "A published version of a definition never changes.",
        "Give the new content a higher version.");

    public static readonly ProblemKind StartKeyConflict = new(
        "start-key-conflict", 409, "The start key was used with other data",
        "Another instance of the definition was started with this start key, but with other data.",
        "Use a key of its own for each thing that is started.");

    public static readonly ProblemKind Gone = new(
        "gone", 410, "Nobody waits for this any more",
        "The instance that waited for the call has ended.",
        "Stop calling.");

    public static readonly ProblemKind TooLarge = new(
        "too-large", 413, "The request is too large",
        "The body is larger than the server takes; the detail says how large it may be.",
        "Send less.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported-media-type", 415, "The body is not sent as JSON",
        "The Content-Type of the request is not application/json.",
        "Send the header Content-Type: application/json.");

    public static readonly ProblemKind Validation = new(
        "validation", 422, "The data is not as asked",
        "The JSON is well-formed, but its content is not as the form, or the definition language, asks. The errors list every fault with its place: "
        + "for the data of a form a JSON pointer into that data, such as /amount; for a definition a JSON pointer into the document, with line and column.",
        "Mend the data at the places named.");

    public static readonly ProblemKind UnknownOutcome = new(
        "unknown-outcome", 422, "The task has no such outcome",
        "The outcome is not one of the task's, or one was needed and none was given. The detail lists those there are.",
        "Choose one of the task's outcomes.");

    public static readonly ProblemKind CommentRequired = new(
        "comment-required", 422, "This outcome must be explained",
        "The definition asks for a comment with this outcome.",
        "Say why, in the member comment.");

    public static readonly ProblemKind RepairNotPossible = new(
        "repair-not-possible", 422, "It cannot be repaired like that",
        "The detail says what stands against it. Nothing has changed.",
        "Choose another repair; with dryRun you see what one would do.");

    public static readonly ProblemKind Paused = new(
        "paused", 423, "The instance is paused",
        "An operator holds it; the detail says who, since when and why.",
        "Wait until it is resumed. Signals are kept until then.");

    public static readonly ProblemKind IdempotencyMismatch = new(
        "idempotency-mismatch", 422, "The Idempotency-Key was used for something else",
        "The same key came before with another body. Only the first request was carried out.",
        "Make a new key for each new request, and keep it for its retries.");

    public static readonly ProblemKind PreconditionRequired = new(
        "precondition-required", 428, "Say which revision you looked at",
        "A decision counts only for what its maker has seen, and nobody saves over a draft unseen; the request has no If-Match header.",
        "GET the task or the draft and send its ETag in If-Match.");

    public static readonly ProblemKind Internal = new(
        "internal", 500, "Something went wrong here",
        "The server met a fault of its own. It is logged under the trace id.",
        "Try again with the same Idempotency-Key; when it stays, give the trace id to whoever runs the server.");

    public static readonly ProblemKind Unavailable = new(
        "unavailable", 503, "Not now",
        "The server has more to do than it can take at the moment, or its store cannot be written.",
        "Try again with the same Idempotency-Key after the time in Retry-After.");

    /// <summary>Every kind, by status and code.</summary>
    public static readonly ImmutableArray<ProblemKind> All =
    [
        Malformed, Antiforgery, Unauthenticated, Signature, Forbidden, ScopeMissing, NotEligible, NotFound, MethodNotAllowed, AlreadyClaimed, AlreadyDecided, TaskWithdrawn,
        StaleRevision, Stale, InvalidState, DefinitionRetired, VersionConflict, StartKeyConflict, Gone, TooLarge, UnsupportedMediaType, Validation, UnknownOutcome, CommentRequired, RepairNotPossible, Paused,
        IdempotencyMismatch, PreconditionRequired, Internal, Unavailable,
    ];

    private static readonly FrozenDictionary<string, ProblemKind> s_byCode = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>The kind with a code, or null.</summary>
    public static ProblemKind? Find(string code) => s_byCode.GetValueOrDefault(code);
}
