using System.Security.Cryptography;

namespace Workflows.Engine.Runtime;

/// <summary>What this process is called where it runs machine steps; new with every start.</summary>
internal sealed class NodeIdentity
{
    /// <summary>The id: eight characters.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
