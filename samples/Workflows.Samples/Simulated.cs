using System.Security.Cryptography;
using System.Text;
using Workflows.Engine.Steps;

namespace Workflows.Samples;

/// <summary>
/// What the systems outside would answer. The samples call nobody; they do what a careful system does with an idempotency key: the same key gives the same
/// answer, however often a step runs.
/// </summary>
internal static class Simulated
{
    /// <summary>An id made from the run's idempotency key, such as <c>payment-3f9a2c71</c>.</summary>
    public static string Id(string prefix, StepContext context) => $"{prefix}-{Convert.ToHexStringLower(Hash(context)[..4])}";

    /// <summary>An address in a private network, made from the run's idempotency key.</summary>
    public static string Address(StepContext context) => $"10.20.{Hash(context)[0]}.{Hash(context)[1]}";

    private static byte[] Hash(StepContext context) => SHA256.HashData(Encoding.UTF8.GetBytes(context.IdempotencyKey));
}
