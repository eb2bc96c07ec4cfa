using System.Text;
using OpsPortal.Sandbox.Simulation.Pods;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>
/// The log of one run of a container, made on demand: each second's lines come from the pod's name and that second alone, so that
/// any stretch of it can be had at any time, the same each time, and nothing is stored.
/// </summary>
internal sealed class LogGenerator(string pod, string container, LogScript script, LogWeather weather)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ulong seed = Naming.Hash($"{pod}/{container}");

    /// <summary>Lines at or after <paramref name="from"/> and before <paramref name="until"/>, in order.</summary>
    public IEnumerable<PodLogLine> Lines(ContainerRun run, DateTimeOffset from, DateTimeOffset until)
    {
        var text = new StringBuilder(256);
        foreach (var line in Startup(run, text))
            if (line.At >= from && line.At < until) yield return line;

        var end = run.FinishedAt is { } finished && finished < until ? finished : until;
        var regular = run.StartedAt + Second;
        var second = Floor(from > regular ? from : regular);
        for (; second < end; second += Second)
        {
            var conditions = weather.At(second);
            var dice = new Dice(seed ^ ((ulong)second.ToUnixTimeSeconds() * 0x9E3779B97F4A7C15UL));
            var count = (int)conditions.LinesPerSecond + (dice.Share() < conditions.LinesPerSecond % 1 ? 1 : 0);
            for (var i = 0; i < count; i++)
            {
                var at = second + TimeSpan.FromTicks((long)((i + dice.Share()) / count * TimeSpan.TicksPerSecond));
                var drawn = script.Draw(text, conditions, new LogMoment(at, pod, conditions.Host, conditions.Slowness), ref dice);
                if (drawn is not null && at >= from && at >= regular && at < end) yield return new(at, drawn);
            }
        }

        foreach (var line in LastLines(run, text))
            if (line.At >= from && line.At < until) yield return line;
    }

    private IEnumerable<PodLogLine> Startup(ContainerRun run, StringBuilder text)
    {
        var at = run.StartedAt;
        foreach (var template in script.Startup)
        {
            at += TimeSpan.FromMilliseconds(40);
            if (run.FinishedAt <= at) yield break;
            yield return new(at, Fill(template, at, text));
        }
    }

    private IEnumerable<PodLogLine> LastLines(ContainerRun run, StringBuilder text)
    {
        if (run is not { FinishedAt: { } finished, LastLines: { } last }) yield break;
        for (var i = 0; i < last.Count; i++)
        {
            var at = finished - TimeSpan.FromMilliseconds(last.Count - i);
            yield return new(at, Fill(new LogTemplate(last[i], script.Definition.Values), at, text));
        }
    }

    private string Fill(LogTemplate template, DateTimeOffset at, StringBuilder text)
    {
        var dice = new Dice(seed ^ (ulong)at.Ticks);
        return template.Fill(text, new LogMoment(at, pod, "", 1), ref dice);
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
