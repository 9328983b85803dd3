using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workflows.Engine.Tests.Architecture;

/// <summary>
/// The shape of the engine (docs/architecture.md): folders depend in one direction, and the kernel is pure. A failure names the type and what it uses:
/// move the code, do not change the test.
/// </summary>
public sealed class DependencyTests
{
    private const string Root = "Workflows.Engine";

    /// <summary>From the outside in: each folder may use those after it, and its own.</summary>
    private static readonly string[][] s_layers =
    [
        ["Hosting"],
        ["Runtime"],
        ["Steps", "Storage"],
        ["Attention", "Callbacks", "Diagrams", "Events", "Paths", "Retention", "Schedules", "Simulation"],
        ["Instances"],
        ["HumanTasks"],
        ["Definitions"],
        ["Expressions", "Forms"],
    ];

    private static readonly string[] s_kernel = ["Attention", "Callbacks", "Definitions", "Diagrams", "Events", "Expressions", "Forms", "HumanTasks", "Instances", "Paths", "Retention", "Schedules", "Simulation"];

    private static readonly Assembly s_engine = typeof(IWorkflowEngine).Assembly;

    [Fact]
    public void Folders_UseOnlyWhatLiesFurtherIn()
    {
        var wrong =
            from type in s_engine.GetTypes()
            let layer = LayerOf(type)
            where layer >= 0
            from used in TypeUsage.TypesOf(type)
            where used.Assembly == s_engine && LayerOf(used) >= 0 && !MayUse(FolderOf(type), FolderOf(used))
            select $"{type.FullName} uses {used.FullName}";

        AssertNone(wrong);
    }

    [Fact]
    public void EveryFolder_HasItsLayer()
    {
        var folders = s_engine.GetTypes().Select(FolderOf).Where(f => f is not null).Distinct();

        AssertNone(folders.Except(s_layers.SelectMany(l => l))!);
    }

    [Fact]
    public void Kernel_HasNoClockNoTaskNoInputOutputAndNoFramework()
    {
        var wrong = s_engine.GetTypes().Where(t => s_kernel.Contains(FolderOf(t))).SelectMany(Impurities);

        AssertNone(wrong);
    }

    [Fact]
    public void Engine_ReferencesOnlyAbstractionsCronAndYaml()
    {
        var wrong = s_engine.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                && name is not ("Microsoft.Extensions.DependencyInjection.Abstractions" or "Microsoft.Extensions.Hosting.Abstractions"
                    or "Microsoft.Extensions.Logging.Abstractions" or "Microsoft.Extensions.Options" or "Cronos" or "YamlDotNet"));

        AssertNone(wrong);
    }

    [Theory]
    [InlineData(typeof(WithClock), "System.DateTimeOffset.get_UtcNow")]
    [InlineData(typeof(WithAwait), "System.Threading.Tasks.Task")]
    [InlineData(typeof(WithRandomIds), "System.Guid.NewGuid")]
    public void Impurities_CodeThatBreaksTheRule_AreFound(Type type, string expected) =>
        Assert.Contains(type.GetNestedTypes(BindingFlags.NonPublic).Append(type).SelectMany(Impurities), found => found.EndsWith(expected, StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<string> wrong)
    {
        string[] found = [.. wrong.Distinct().Order()];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Impurities(Type type)
    {
        foreach (var used in TypeUsage.TypesOf(type).Where(IsImpure))
        {
            yield return $"{type.FullName} uses {used.FullName}";
        }

        foreach (var member in TypeUsage.MembersOf(type).Where(m => IsImpure(m) && !IsTimeLimit(type, m)))
        {
            yield return $"{type.FullName} uses {member.DeclaringType}.{member.Name}";
        }
    }

    private static bool IsImpure(Type type)
    {
        var space = type.Namespace ?? "";
        return space is "System.Threading.Tasks" or "System.Timers" or "System.Net" or "System.IO" && type.Name is not ("Stream" or "TextReader" or "TextWriter" or "StringReader" or "StringWriter" or "MemoryStream")
            || space.StartsWith("System.Net.", StringComparison.Ordinal)
            || space.StartsWith("System.Data", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.", StringComparison.Ordinal)
            || type == typeof(TimeProvider) || type == typeof(Random) || type == typeof(IAsyncStateMachine) || type == typeof(Thread);
    }

    private static bool IsImpure(MemberInfo member) => (member.DeclaringType?.FullName, member.Name) is
        ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today")
        or ("System.Guid", "NewGuid" or "CreateVersion7")
        or ("System.Environment", not "get_CurrentManagedThreadId")
        or ("System.Diagnostics.Stopwatch", _);

    /// <summary>A pattern's time limit measures itself: it only ever turns an answer into a refusal, as the limit of the regular expression does.</summary>
    private static bool IsTimeLimit(Type type, MemberInfo member) =>
        type == typeof(Workflows.Engine.Forms.Patterns.TextPattern) && member.DeclaringType == typeof(System.Diagnostics.Stopwatch);

    private static bool MayUse(string? from, string? to) => from == to || LayerOf(from) < LayerOf(to);

    private static int LayerOf(Type type) => LayerOf(FolderOf(type));

    private static int LayerOf(string? folder) => Array.FindIndex(s_layers, l => l.Contains(folder));

    private static string? FolderOf(Type type) =>
        type.Namespace?.StartsWith(Root + ".", StringComparison.Ordinal) is true ? type.Namespace[(Root.Length + 1)..].Split('.')[0] : null;

    private sealed class WithClock
    {
        public static DateTimeOffset Now() => DateTimeOffset.UtcNow;
    }

    private sealed class WithAwait
    {
        public static async Task WaitAsync(Task other) => await other;
    }

    private sealed class WithRandomIds
    {
        public static Guid Next() => Guid.NewGuid();
    }
}
