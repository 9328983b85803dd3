namespace Workflows.Web.Auth.Gate;

/// <summary>Whether a person may see or do something, and the rule that says so.</summary>
/// <param name="Allowed">Whether they may.</param>
/// <param name="Reason">The rule, as a sentence said to that person.</param>
public readonly record struct GateAnswer(bool Allowed, string Reason)
{
    /// <summary>They may, because of this.</summary>
    public static GateAnswer Yes(string reason) => new(true, reason);

    /// <summary>They may not, because of this.</summary>
    public static GateAnswer No(string reason) => new(false, reason);

    /// <summary>Goes on only if they may.</summary>
    /// <exception cref="ForbiddenException">They may not.</exception>
    public void Demand()
    {
        if (!Allowed)
        {
            throw new ForbiddenException(Reason);
        }
    }
}

/// <summary>A person saw something but may not do what they asked; nothing has changed. What they may not even see is reported as missing instead.</summary>
public sealed class ForbiddenException(string reason) : Exception(reason);
