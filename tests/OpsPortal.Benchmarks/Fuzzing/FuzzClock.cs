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

    public static TimeSpan Allowed(FuzzTarget target, string text) => Grain + PerMebibyte * (target.Readings * text.Length / (1024.0 * 1024));

    public static TimeSpan Time(FuzzTarget target, string text)
    {
        var before = Now;
        target.Run(text);
        return Now - before;
    }

    /// <summary>What this thread has used so far; where it cannot be asked, the process.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && clock_gettime(ThreadClock, out var time) == 0
        ? new(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick) : Environment.CpuUsage.TotalTime;

    /// <summary>The least of a few, which the rest of the process disturbed least.</summary>
    public static TimeSpan Best(FuzzTarget target, string text, int times)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < times; i++) best = Time(target, text) is var time && time < best ? time : best;
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
