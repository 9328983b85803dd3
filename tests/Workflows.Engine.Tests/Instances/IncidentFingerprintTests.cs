using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Instances;

public sealed class IncidentFingerprintTests
{
    [Theory]
    [InlineData("Order 17 timed out.", "Order 18 timed out.")]
    [InlineData("Order 'A-17' of 2026-01-02 timed out after 31.5 s", "Order 'B' of 2025-11-30 timed out after 4 s")]
    [InlineData("No row 0193f0c2-7a00-7000-8000-000000000001", "No row 5193f0c2-7a00-7000-8000-00000000ffff")]
    [InlineData("Commit deadbeef01 is bad", "Commit 0badcafe99 is bad")]
    [InlineData("10.0.0.1:5432 refused\n  the connection", "10.0.0.27:5433 refused the connection")]
    [InlineData("\"ann\" didn't answer what \"bob\" can't say", "\"eve\" didn't answer what \"dan\" can't say")]
    public void Of_SameCause_IsTheSame(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("The account is closed.", "The account is locked.")]
    [InlineData("He didn't say what can't be", "He didn't do what can't be")]
    public void Of_OtherMessages_Differ(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    [Fact]
    public void Of_OtherPlace_Differs()
    {
        string[] all = [Of("x"), Of("x", definition: "other"), Of("x", step: "other"), Of("x", code: IncidentCodes.Stuck)];

        Assert.Equal(4, all.Distinct().Count());
        Assert.All(all, fingerprint => Assert.Matches("^[0-9a-f]{16}$", fingerprint));
    }

    [Fact]
    public void Of_KnownIncident_IsTheStoredOne() => Assert.Equal("cbdc70995b8c7f8b", Of("The account is closed."));

    private static string Of(string message, string definition = "order", string step = "pay", string code = IncidentCodes.StepFailed) =>
        IncidentFingerprint.Of(definition, new Incident { Id = 1, Code = code, Step = step, Message = message, At = default });
}
