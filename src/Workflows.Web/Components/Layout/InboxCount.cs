namespace Workflows.Web.Components.Layout;

/// <summary>How many tasks wait for the person of this circuit, shown beside Inbox. Whoever counts them sets it, from any thread.</summary>
public sealed class InboxCount
{
    private int _value;

    /// <summary>Raised after the value changed, on the thread that changed it.</summary>
    public event Action? Changed;

    /// <summary>The number; 0 shows nothing.</summary>
    public int Value => Volatile.Read(ref _value);

    /// <summary>Takes over a new number.</summary>
    public void Set(int value)
    {
        if (Interlocked.Exchange(ref _value, value) != value)
        {
            Changed?.Invoke();
        }
    }
}
