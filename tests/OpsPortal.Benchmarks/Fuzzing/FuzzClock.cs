namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>Processor time rather than time: on a busy machine only that says something.</summary>
internal static class FuzzClock
{
    /// <summary>Whatever the size: less is noise (a garbage collection, a method compiled for the first time).</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan PerMebibyte = TimeSpan.FromSeconds(1);

    public static TimeSpan Allowed(string text) => Grain + PerMebibyte * (text.Length / (1024.0 * 1024));

    public static TimeSpan Time(FuzzTarget target, string text)
    {
        var before = Environment.CpuUsage.TotalTime;
        target.Run(text);
        return Environment.CpuUsage.TotalTime - before;
    }

    /// <summary>The least of a few, which the rest of the process disturbed least.</summary>
    public static TimeSpan Best(FuzzTarget target, string text, int times)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < times; i++) best = Time(target, text) is var time && time < best ? time : best;
        return best;
    }
}
