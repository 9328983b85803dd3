using System.Text.Json;

namespace Workflows.Engine.Steps.BuiltIn;

/// <summary>Publishes an event: its <c>type</c>, and its <c>data</c>, an object. See <see cref="StepContext.Publish{T}"/>.</summary>
internal sealed class EventStep : MachineStep
{
    public const string Name = "event";

    public static readonly SettingsShape Shape = new(["type"], ["data"]);

    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            context.Publish(Settings.Text(context.With, "type")!, context.With.TryGetProperty("data", out var data) ? data : JsonSerializer.SerializeToElement(new { }));
        }
        catch (ArgumentException wrong)
        {
            throw Settings.Wrong(wrong.ParamName ?? "data", wrong.Message);
        }

        return ValueTask.CompletedTask;
    }
}
