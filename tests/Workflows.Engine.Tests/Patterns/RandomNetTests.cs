using Workflows.Engine.Definitions;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>Nets made by chance, driven by chance: no invariant breaks, and every stop says why. A failure names the seed that makes it again.</summary>
public sealed class RandomNetTests
{
    /// <summary>How many nets each of the parts below makes.</summary>
    private const int Nets = 1250;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Run_AnyNetInAnyOrder_KeepsTheInvariants(int part)
    {
        for (var seed = part * Nets; seed < (part + 1) * Nets; seed++)
        {
            try
            {
                var definition = RandomNet.Of(seed, 4 + (seed % 30));
                Assert.True(definition.Steps.Length <= 60);
                Assert.Empty(DefinitionValidator.Validate(definition).Where(p => p.Severity is ProblemSeverity.Error && p.Code is not "join-never"));
                RandomRun.Of(definition, seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }
}
