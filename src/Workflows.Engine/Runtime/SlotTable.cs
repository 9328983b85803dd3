using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>The slots of the instances that somebody works on now. A slot leaves the table with its last user.</summary>
internal sealed class SlotTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InstanceId, InstanceSlot> _slots = [];
    private TaskCompletionSource? _empty;

    public InstanceSlot Rent(InstanceId id)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(id, out var slot))
            {
                _slots[id] = slot = new InstanceSlot();
            }

            slot.Users++;
            return slot;
        }
    }

    /// <summary>One more user of a slot that is rented.</summary>
    public void Share(InstanceSlot slot)
    {
        lock (_lock)
        {
            slot.Users++;
        }
    }

    public void Return(InstanceId id, InstanceSlot slot)
    {
        lock (_lock)
        {
            if (--slot.Users == 0)
            {
                _slots.Remove(id);
                if (_slots.Count == 0)
                {
                    _empty?.TrySetResult();
                }
            }
        }
    }

    /// <summary>Completes when nobody works on any instance.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_slots.Count == 0)
            {
                return Task.CompletedTask;
            }

            return (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
