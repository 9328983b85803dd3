using System.Reflection;

namespace Workflows.TestKit.Fakes;

/// <summary>What breaks in a <see cref="Faulty{T}"/>.</summary>
public enum Fault
{
    /// <summary>Nothing: every call goes through.</summary>
    None,

    /// <summary>Every call throws, and nothing is done.</summary>
    Before,

    /// <summary>Every call is done, and then throws: the answer is lost.</summary>
    After,
}

/// <summary>Stands before the real thing and fails when a test says so, as a store does whose disk is full.</summary>
public class Faulty<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;

    /// <summary>What breaks from now on.</summary>
    public Fault Fault { get; set; }

    /// <summary>How many calls came.</summary>
    public int Calls { get; private set; }

    /// <summary>The real thing with this before it.</summary>
    public static (T Proxy, Faulty<T> Control) Before(T inner)
    {
        var proxy = Create<T, Faulty<T>>();
        var control = (Faulty<T>)(object)proxy;
        control._inner = inner;
        return (proxy, control);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Calls++;
        if (Fault is Fault.Before)
        {
            throw new IOException("The disk is full.");
        }

        var result = targetMethod!.Invoke(_inner, args);
        if (Fault is Fault.After && result is Task task)
        {
            task.GetAwaiter().GetResult();
            throw new IOException("The connection is lost.");
        }

        return result;
    }
}
