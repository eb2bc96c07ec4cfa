using System.Runtime.InteropServices;

namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>
/// Processor time of the thread that works: on a busy machine nothing else says anything, and the process compiles methods
/// and collects garbage on other threads meanwhile.
/// </summary>
internal static class FuzzClock
{
    /// <summary>Whatever the size: less is noise (a garbage collection, a method compiled for the first time).</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan PerMebibyte = TimeSpan.FromSeconds(1);

    /// <summary>A document that is parsed to tell how fast the machine is at the moment, and the least time that took so far.</summary>
    private static readonly string Yardstick = string.Concat(Enumerable.Repeat("## Heading\n\nSome *words* and `code`.\n\n- one\n- two\n\n```bash\nls -l\n```\n\n", 3_000));

    private static TimeSpan undisturbed = TimeSpan.MaxValue;

    public static TimeSpan Allowed(FuzzTarget target, string text) => Grain + PerMebibyte * (target.Readings * text.Length / (1024.0 * 1024));

    /// <summary>
    /// How much longer the same work takes now than when nothing disturbed it: others that use the same core, its memory and its caches
    /// stretch processor time, too. At least 1.
    /// </summary>
    public static double Slowness()
    {
        var before = Now;
        Markdig.Markdown.Parse(Yardstick);
        var time = Now - before;
        if (time < undisturbed) undisturbed = time;
        return time / undisturbed;
    }

    public static TimeSpan Time(FuzzTarget target, string text)
    {
        var before = Now;
        target.Run(text);
        return Now - before;
    }

    /// <summary>What this thread has used so far; where it cannot be asked, the process.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && clock_gettime(ThreadClock, out var time) == 0
        ? new(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick) : Environment.CpuUsage.TotalTime;

    /// <summary>The least of a few, which the rest of the process disturbed least; what others on the machine add is taken off.</summary>
    public static TimeSpan Best(FuzzTarget target, string text, int times)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < times; i++) best = Time(target, text) / Slowness() is var time && time < best ? time : best;
        return best;
    }

    // CLOCK_THREAD_CPUTIME_ID, clock_gettime(2)
    private const int ThreadClock = 3;

    [StructLayout(LayoutKind.Sequential)]
    private struct ClockTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out ClockTime time);
}
