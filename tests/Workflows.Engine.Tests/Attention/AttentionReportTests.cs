using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workflows.Engine.Attention;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.TestKit.Storage;

namespace Workflows.Engine.Tests.Attention;

/// <summary>How much a look at everything tells.</summary>
public sealed class AttentionReportTests
{
    private static readonly WorkflowDefinition s_late = WorkflowDefinition.Create("late", "1.0.0", d => d.Timer("cool_off", "PT1H"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AttentionReport.Most, false, true)]
    [InlineData(AttentionReport.Most + 1, true, true)]
    [InlineData(AttentionReport.Most, false, false)]
    [InlineData(AttentionReport.Most + 1, true, false)]
    public async Task Sweep_MoreThanIsTold_SaysThatThereIsMore(int stuck, bool isCut, bool isPublished)
    {
        await using var host = await EngineHost.StartAsync(workflows =>
        {
            workflows.UseInMemory();
            if (isPublished)
            {
                workflows.AddDefinition(s_late);
            }
        });
        await host.Services.GetServices<IHostedService>().OfType<TimerWorker>().Single().StopAsync(Token);
        var store = host.Services.GetRequiredService<IInstanceStore>();
        for (var i = 0; i < stuck; i++)
        {
            await TestInstance.StartAsync(store, s_late, host.Time);
        }

        host.Time.Advance(isPublished ? TimeSpan.FromMinutes(70) : TimeSpan.Zero);
        var report = await host.Services.GetRequiredService<WorkflowAttention>().SweepAsync(TenantId.Default, Token);

        Assert.Equal((AttentionReport.Most, isCut), (report.Items.Length, report.IsCut));
        Assert.Equal(isPublished ? StuckKind.TimerOverdue : StuckKind.DefinitionMissing, Assert.Single(report.Items.Select(item => item.Kind).Distinct()));
    }
}
