using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.DocumentApproval;

/// <summary>Tells the author what became of the document.</summary>
public sealed class NotifyAuthor : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var (title, comment) = (context.Get<string>("title"), context.Data["review"]?["comment"]?.GetValue<string>());
        context.Data["notification"] = new JsonObject
        {
            ["id"] = Simulated.Id("mail", context),
            ["to"] = context.StartedBy,
            ["text"] = context.Data.ContainsKey("publication") ? $"\"{title}\" is published." : $"\"{title}\" was rejected: {comment}",
        };
        return ValueTask.CompletedTask;
    }
}
