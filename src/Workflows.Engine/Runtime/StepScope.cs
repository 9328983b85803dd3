using System.Collections;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>Whatever a machine step writes to the log carries these, so that it is found by its instance.</summary>
internal sealed class StepScope(WorkflowInstance instance, Token token) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("InstanceId", instance.Id),
        1 => new("Definition", instance.Definition),
        2 => new("Step", token.Step),
        3 => new("Attempt", token.Attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    public override string ToString() => $"Instance {instance.Id}, step {token.Step}, attempt {token.Attempt}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
