using System.Globalization;

namespace Workflows.Web.Viewing;

/// <summary>One timer for everything on any page that ages: subscribers are told twice a minute.</summary>
internal sealed partial class SharedTick : IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly ITimer _timer;
    private readonly ILogger<SharedTick> _logger;

    public SharedTick(TimeProvider time, ILogger<SharedTick> logger)
    {
        _logger = logger;

        // The timer outlives the circuit that happened to ask first: nothing of that circuit may flow into it.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => Tick(), null, Period, Period);
        }
    }

    private event Action? Ticked;

    /// <summary>Calls <paramref name="action"/>, on any thread but in the culture of the subscriber, until the result is disposed.</summary>
    public IDisposable Subscribe(Action action)
    {
        var tick = InCulture(action, CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        Ticked += tick;
        return new Subscription(this, tick);
    }

    public void Dispose()
    {
        _timer.Dispose();
    }

    private static Action InCulture(Action action, CultureInfo culture, CultureInfo uiCulture)
    {
        return () =>
        {
            var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            try
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
                action();
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
            }
        };
    }

    private void Tick()
    {
        foreach (var action in Delegate.EnumerateInvocationList(Ticked))
        {
            try
            {
                action();
            }
            catch (Exception failure)
            {
                // One broken page must not stop the others' clocks, nor take the process down from a timer thread.
                LogTickFailed(failure);
            }
        }
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Error, Message = "A page could not follow the clock")]
    private partial void LogTickFailed(Exception exception);

    private sealed class Subscription(SharedTick owner, Action action) : IDisposable
    {
        public void Dispose()
        {
            owner.Ticked -= action;
        }
    }
}
