using Workflows.Engine.Simulation;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class PreviewTextTests
{
    private static readonly SimulatedWait s_director = new("director", "Director approval", WaitKind.Task) { Groups = ["directors"] };
    private static readonly SimulatedWait s_legal = new("legal", "Legal check", WaitKind.Task) { Users = ["max"], Assignee = "max" };

    [Fact]
    public void Of_SaysWhereItGoesAndWhoIsAsked()
    {
        Assert.Equal("It goes to Director approval (the group directors).", Text(Preview() with { Next = [s_director] }));
        Assert.Equal("It goes to Director approval (the group directors), and still waits for Legal check (Max Meier).", Text(Preview() with { Next = [s_director], Still = [s_legal] }));
        Assert.Equal("It still waits for Legal check (Max Meier).", Text(Preview() with { Still = [s_legal] }));
        Assert.Equal("It goes to A pause and Payment (a message from outside).", Text(Preview() with { Next = [new("t", "A pause", WaitKind.Timer), new("s", "Payment", WaitKind.Signal)] }));
    }

    [Fact]
    public void Of_SaysHowItEnds()
    {
        Assert.Equal("The request ends: Rejected.", Text(Preview() with { IsEnded = true, EndName = "Rejected" }));
        Assert.Equal("The request ends.", Text(Preview() with { IsEnded = true }));
        Assert.Equal("The request would stop at How much; an operator would have to look at it.", Text(Preview() with { StopsAt = "How much" }));
    }

    [Fact]
    public void Of_SaysWhatItDependsOn()
    {
        Assert.Equal("Cannot be told yet: it depends on cost center.", Text(Preview() with { Needs = ["data.cost_center"], StopsAt = "How much" }));
        Assert.Equal("Look it up runs first. Cannot be told yet: it depends on risk, or on what Look it up finds.", Text(Preview() with { Needs = ["data.risk"], Assumed = ["Look it up"] }));
        Assert.Equal(
            "Look it up and Book it run first. It goes to Director approval (the group directors). What Look it up and Book it find may change that.",
            Text(Preview() with { Next = [s_director], Assumed = ["Look it up", "Book it"], DependsOnMachines = true }));
    }

    private static OutcomePreview Preview() => new("approve") { Next = [], Still = [], Assumed = [], Needs = [] };

    private static string Text(OutcomePreview preview) => PreviewText.Of(preview, id => id == "max" ? "Max Meier" : id);
}
