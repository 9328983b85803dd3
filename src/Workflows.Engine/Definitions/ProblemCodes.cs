namespace Workflows.Engine.Definitions;

/// <summary>The stable codes of <see cref="DefinitionProblem"/>s, each explained in docs/definitions.md.</summary>
internal static class ProblemCodes
{
    // What a document may be
    public const string JsonInvalid = "json-invalid";
    public const string YamlInvalid = "yaml-invalid";
    public const string JsonDuplicate = "json-duplicate";
    public const string DocumentTooLarge = "document-too-large";
    public const string TooManyProblems = "too-many-problems";
    public const string MemberUnknown = "member-unknown";
    public const string MemberMissing = "member-missing";
    public const string MemberType = "member-type";
    public const string MemberValue = "member-value";

    public const string BundleEmpty = "bundle-empty";
    public const string BundleDuplicate = "bundle-duplicate";
    public const string BundleTooLarge = "bundle-too-large";

    // What its texts mean
    public const string VersionInvalid = "version-invalid";
    public const string ExpressionInvalid = "expression-invalid";
    public const string ExpressionName = "expression-name";
    public const string TemplateInvalid = "template-invalid";
    public const string MomentInvalid = "moment-invalid";
    public const string FormInvalid = "form-invalid";

    // Names and texts
    public const string KeyInvalid = "key-invalid";
    public const string StepIdInvalid = "step-id-invalid";
    public const string StepIdDuplicate = "step-id-duplicate";
    public const string OutcomeIdInvalid = "outcome-id-invalid";
    public const string OutcomeDuplicate = "outcome-duplicate";
    public const string TextEmpty = "text-empty";
    public const string TextInvalid = "text-invalid";
    public const string TextTooLong = "text-too-long";

    // The graph as a whole
    public const string NoSteps = "no-steps";
    public const string TooManySteps = "too-many-steps";
    public const string TooManyEdges = "too-many-edges";
    public const string TooManyOutcomes = "too-many-outcomes";
    public const string InitialUnknown = "initial-unknown";
    public const string TerminalUnknown = "terminal-unknown";
    public const string TerminalHasEdges = "terminal-has-edges";
    public const string StepUnreachable = "step-unreachable";
    public const string DeadEnd = "dead-end";
    public const string LoopSpins = "loop-spins";
    public const string JoinNever = "join-never";
    public const string JoinMayWait = "join-may-wait";
    public const string JoinCount = "join-count";
    public const string RegionUnknown = "region-unknown";
    public const string RegionIgnored = "region-ignored";

    // Edges
    public const string EdgeSourceUnknown = "edge-source-unknown";
    public const string EdgeTargetUnknown = "edge-target-unknown";
    public const string EdgeDuplicate = "edge-duplicate";
    public const string EdgeOutcomeUnknown = "edge-outcome-unknown";
    public const string WeightInvalid = "weight-invalid";
    public const string EdgeNever = "edge-never";
    public const string ConditionNever = "condition-never";
    public const string ConditionConstant = "condition-constant";
    public const string PathUnknown = "path-unknown";
    public const string DefaultDuplicate = "default-duplicate";
    public const string DefaultWithCondition = "default-with-condition";
    public const string ChoiceWithoutDefault = "choice-without-default";
    public const string ChoiceIgnored = "choice-ignored";
    public const string EndWithEdges = "end-with-edges";
    public const string GatewayWithoutEdges = "gateway-without-edges";

    // Steps
    public const string MachineTypeUnknown = "machine-type-unknown";
    public const string MachineTypeConflict = "machine-type-conflict";
    public const string OutcomeWithoutEdge = "outcome-without-edge";
    public const string OutcomeTakesMore = "outcome-takes-more";
    public const string TimeoutWithoutEdge = "timeout-without-edge";
    public const string TimeoutKind = "timeout-kind";
    public const string RetryKind = "retry-kind";
    public const string RetryNumber = "retry-number";
    public const string ErrorInvalid = "error-invalid";
    public const string ErrorWithoutEdge = "error-without-edge";
    public const string CancelsUnknown = "cancels-unknown";
    public const string CancelsWaits = "cancels-waits";
    public const string CompletesUnknown = "completes-unknown";
    public const string CompletesState = "completes-state";
    public const string EffectOutside = "effect-outside";
    public const string RequiresUnknown = "requires-unknown";
    public const string RequiresJoin = "requires-join";
    public const string LockInvalid = "lock-invalid";
    public const string StateEdge = "state-edge";
    public const string StateInstant = "state-instant";
    public const string StateForever = "state-forever";
    public const string RepeatKind = "repeat-kind";
    public const string RepeatTwice = "repeat-twice";
    public const string RepeatNumber = "repeat-number";
    public const string RepeatNever = "repeat-never";
    public const string MultiDetached = "multi-detached";
    public const string SignalInvalid = "signal-invalid";
    public const string WebhookSecret = "webhook-secret";
    public const string WebhookUnknown = "webhook-unknown";
    public const string TriggerWithoutWork = "trigger-without-work";
    public const string TriggerWithoutEdge = "trigger-without-edge";
    public const string SagaKind = "saga-kind";
    public const string SagaRepeats = "saga-repeats";
    public const string SagaAttempts = "saga-attempts";
    public const string CompensationUnknown = "compensation-unknown";
    public const string CompensationKind = "compensation-kind";
    public const string CompensationConnected = "compensation-connected";
    public const string CallInvalid = "call-invalid";
    public const string CallUnknown = "call-unknown";
    public const string CallInput = "call-input";
    public const string CallEndless = "call-endless";
    public const string GroupUnknown = "group-unknown";
    public const string GroupCircle = "group-circle";
    public const string GroupEmpty = "group-empty";
    public const string GroupInitial = "group-initial";
    public const string EdgeCrosses = "edge-crosses";
    public const string SetEmpty = "set-empty";
    public const string AssignNobody = "assign-nobody";
    public const string FormNotObject = "form-not-object";
    public const string FormReservedMember = "form-reserved-member";
    public const string FormRequiredUnknown = "form-required-unknown";
    public const string FormRequiredHidden = "form-required-hidden";
    public const string FormRequiredUnsupported = "form-required-unsupported";
}
