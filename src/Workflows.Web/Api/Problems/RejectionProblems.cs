using System.Diagnostics;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;

namespace Workflows.Web.Api.Problems;

/// <summary>What the engine's refusals are over HTTP.</summary>
internal static class RejectionProblems
{
    /// <summary>The problem of a rejection. A new kind of rejection needs a line here; a test asks for each.</summary>
    public static ApiProblem Of(Rejection rejection) => rejection switch
    {
        Rejection.DefinitionNotFound or Rejection.InstanceNotFound or Rejection.TaskNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.InvalidDefinition invalid when invalid.Problems.Any(problem => problem.Code == "json-invalid") =>
            new ApiProblem(ProblemKind.Malformed, rejection.Message) { Errors = [.. invalid.Problems.Select(ErrorOf)] },
        Rejection.InvalidDefinition invalid => new ApiProblem(ProblemKind.Validation, rejection.Message) { Errors = [.. invalid.Problems.Select(ErrorOf)] },
        Rejection.InvalidData invalid => new ApiProblem(ProblemKind.Validation, rejection.Message) { Errors = [.. invalid.Errors.Select(ErrorOf)] },
        Rejection.DefinitionConflict or Rejection.BundleConflict => new ApiProblem(ProblemKind.VersionConflict, rejection.Message),
        Rejection.UnknownOutcome unknown => new ApiProblem(ProblemKind.UnknownOutcome, rejection.Message)
        {
            Errors =
            [
                new ProblemError
                {
                    Pointer = "/outcome",
                    Code = "enum",
                    Message = rejection.Message,
                    Params = new Dictionary<string, object?> { ["allowedValues"] = unknown.Allowed },
                },
            ],
        },
        Rejection.CommentRequired => new ApiProblem(ProblemKind.CommentRequired, rejection.Message)
        {
            Errors = [new ProblemError { Pointer = "/comment", Code = "required", Message = rejection.Message }],
        },
        Rejection.ReasonRequired => new ApiProblem(ProblemKind.Validation, rejection.Message)
        {
            Errors = [new ProblemError { Pointer = "/reason", Code = "required", Message = rejection.Message }],
        },
        Rejection.RepairNotPossible => new ApiProblem(ProblemKind.RepairNotPossible, rejection.Message),
        Rejection.Paused => new ApiProblem(ProblemKind.Paused, rejection.Message),
        Rejection.NotEligible => new ApiProblem(ProblemKind.NotEligible, rejection.Message),
        Rejection.AlreadyDecided => new ApiProblem(ProblemKind.AlreadyDecided, rejection.Message),
        Rejection.TaskWithdrawn => new ApiProblem(ProblemKind.TaskWithdrawn, rejection.Message),
        Rejection.AlreadyClaimed => new ApiProblem(ProblemKind.AlreadyClaimed, rejection.Message),
        Rejection.DefinitionRetired => new ApiProblem(ProblemKind.DefinitionRetired, rejection.Message),
        Rejection.InvalidState or Rejection.DefinitionState => new ApiProblem(ProblemKind.InvalidState, rejection.Message),
        Rejection.Stale => new ApiProblem(ProblemKind.Stale, rejection.Message),
        Rejection.StaleRevision or Rejection.DraftConflict => new ApiProblem(ProblemKind.StaleRevision, rejection.Message),
        Rejection.WebhookNotFound or Rejection.DeliveryNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.InvalidWebhook invalid => new ApiProblem(ProblemKind.Validation, rejection.Message) { Errors = [.. invalid.Errors.Select(ErrorOf)] },
        Rejection.CallbackNotFound or Rejection.StuckItemNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.CallbackSignature or Rejection.CallbackSecretMissing => new ApiProblem(ProblemKind.Signature, rejection.Message),
        Rejection.CallbackOver => new ApiProblem(ProblemKind.Gone, rejection.Message),
        Rejection.SignalsFull => new ApiProblem(ProblemKind.InvalidState, rejection.Message),
        Rejection.ScheduleNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.InvalidSchedule invalid => new ApiProblem(ProblemKind.Validation, rejection.Message) { Errors = [.. invalid.Errors.Select(ErrorOf)] },
        Rejection.ScheduleState => new ApiProblem(ProblemKind.InvalidState, rejection.Message),
        Rejection.IncidentGroupNotFound or Rejection.IncidentRetryNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.RetentionRunNotFound => new ApiProblem(ProblemKind.NotFound, rejection.Message),
        Rejection.RetentionState => new ApiProblem(ProblemKind.InvalidState, rejection.Message),
        Rejection.StartKeyConflict => new ApiProblem(ProblemKind.StartKeyConflict, rejection.Message),
        _ => throw new UnreachableException($"{rejection.GetType()} has no problem."),
    };

    /// <summary>A fault in a definition.</summary>
    public static ProblemError ErrorOf(DefinitionProblem problem) =>
        new() { Pointer = problem.Place, Code = problem.Code, Message = problem.Message, Line = problem.Line, Column = problem.Column };

    private static ProblemError ErrorOf(SchemaError error) =>
        new() { Pointer = error.InstancePath, Code = error.Keyword, Message = error.Message, Params = error.Params.Count > 0 ? error.Params : null };
}
