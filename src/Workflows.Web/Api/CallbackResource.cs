using Workflows.Engine.Runtime;

namespace Workflows.Web.Api;

/// <summary>A call by a system outside that a step waits for.</summary>
public sealed record CallbackResource
{
    internal CallbackResource(CallbackWait wait, Uri server) =>
        (Step, Webhook, Key, Url, IsSigned) = (wait.Step.Value, wait.Webhook, wait.Key, wait.Url ?? new Uri(server, wait.Path).ToString(), wait.IsSigned);

    /// <summary>The step that waits.</summary>
    public string Step { get; }

    /// <summary>The webhook's name in the definition.</summary>
    public string Webhook { get; }

    /// <summary>What the call must be about.</summary>
    public string? Key { get; }

    /// <summary>Where to call. Whoever knows it may call.</summary>
    public string Url { get; }

    /// <summary>Whether the call must be signed.</summary>
    public bool IsSigned { get; }
}
