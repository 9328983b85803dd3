using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;

namespace Workflows.CrashHost;

/// <summary>What a person decides at a step. Nobody: they let the time pass.</summary>
internal sealed record Choice(Actor? By, string? Outcome, object Answers);

/// <summary>A sample with the people who take it to its end.</summary>
/// <param name="Definition">The definition's key.</param>
/// <param name="Data">What it is started with.</param>
/// <param name="Machines">Its machine steps.</param>
/// <param name="Choices">What is decided, by step.</param>
internal sealed record Journey(string Definition, JsonElement Data, ImmutableHashSet<string> Machines, ImmutableDictionary<string, Choice> Choices)
{
    /// <summary>Two approvals at the same time, joined once, then one payment.</summary>
    public const string Expense = "expense";

    /// <summary>A timer that overtakes a person, then a machine step that fails first and is tried again.</summary>
    public const string Machine = "machine";

    public static ImmutableDictionary<string, Journey> All { get; } = new Dictionary<string, Journey>
    {
        [Expense] = Of(
            "expense_approval",
            new { purpose = "A press for the plant", amount = 50_000, currency = "EUR", category = "equipment", spentOn = "2026-01-01" },
            ["pay"],
            ("manager_approval", By("max", "managers"), "approve", new { note = "Needed." }),
            ("finance_approval", By("fiona", "finance"), "approve", new { costCenter = "4711", withinBudget = true })),
        [Machine] = Of(
            "vm_provisioning",
            new { name = "build-7", size = "large", purpose = "Nightly builds", days = 30 },
            ["provision"],
            ("manager_approval", null, null, new { }),
            ("escalated_approval", By("ines", "it"), "approve", new { days = 20 })),
    }.ToImmutableDictionary();

    private static Actor By(string person, string group) => new(person, [group], TenantId.Default);

    private static Journey Of(string definition, object data, string[] machines, params (string Step, Actor? By, string? Outcome, object Answers)[] choices) => new(
        definition,
        JsonSerializer.SerializeToElement(data),
        [.. machines],
        choices.ToImmutableDictionary(c => c.Step, c => new Choice(c.By, c.Outcome, c.Answers)));
}
