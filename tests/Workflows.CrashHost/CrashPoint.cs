using System.Diagnostics;
using System.Globalization;

namespace Workflows.CrashHost;

/// <summary>When a process kills itself.</summary>
internal enum CrashMoment
{
    /// <summary>It lives to the end.</summary>
    Never,

    /// <summary>In the middle of the commit's transaction: everything is written, nothing is durable.</summary>
    Within,

    /// <summary>The commit is durable, and nobody knows yet.</summary>
    After,
}

/// <summary>At which commit of its life, from 1, a process kills itself.</summary>
internal readonly record struct CrashPoint(CrashMoment Moment, int Commit)
{
    public static CrashPoint Never { get; } = new(CrashMoment.Never, 0);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static CrashPoint Parse(string text) =>
        text.Split(':') is [var moment, var commit] ? new(Enum.Parse<CrashMoment>(moment, ignoreCase: true), int.Parse(commit, CultureInfo.InvariantCulture)) : Never;

    /// <summary>Ends the process as <c>kill -9</c> does: no handler runs, nothing is flushed or closed.</summary>
    public static void Kill()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    public bool Is(CrashMoment moment, int commit) => Moment == moment && Commit == commit;

    public override string ToString() => Moment is CrashMoment.Never ? "never" : string.Create(CultureInfo.InvariantCulture, $"{Moment}:{Commit}");
}
