namespace OpsPortal.Incidents.Clocks;

/// <summary>What follows for a monitoring from what it watches.</summary>
/// <param name="Says">For the timeline.</param>
/// <param name="Again">The time begins anew; otherwise it is over.</param>
internal sealed record MonitorVerdict(string Says, bool Again);

/// <summary>
/// Monitoring counts the time in which nothing failed. What begins to fail meanwhile lets the time begin anew, and so does what still fails at its end.
/// Nothing is kept for that: what failed later than the clock's own beginning is new. Pure.
/// </summary>
internal static class MonitorRules
{
    /// <summary>Null where it goes on.</summary>
    public static MonitorVerdict? Of(IncidentClock clock, IReadOnlyList<Watched> watched, DateTimeOffset now)
    {
        var time = ClockText.Show(clock.DueAt - clock.StartedAt);
        // An alert that came and went meanwhile failed, too; of a check only how it stands now is known.
        if (Names(watched.Where(w => w.Since > clock.StartedAt && (w.Fails || w.Kind == WatchedKind.Alert))) is { } began) return new($"{began}: the {time} of monitoring begin anew.", true);
        if (clock.DueAt > now) return null;
        if (Names(watched.Where(w => w.Fails)) is { } still) return new($"{time} of monitoring are over, but {still} still: they begin anew.", true);
        return new($"{ClockText.RanOut(clock, now)} {Held(watched)}", false);
    }

    /// <summary>What somebody who begins to monitor is told.</summary>
    public static string Watching(IReadOnlyList<Watched> watched)
    {
        var (alerts, checks) = (watched.Count(w => w.Kind == WatchedKind.Alert && w.Fails), watched.Count(w => w.Kind == WatchedKind.Check));
        string[] what = [.. new[] { Count(alerts, "alert that fires", "alerts that fire"), Count(checks, "check", "checks") }.OfType<string>()];
        return what.Length > 0 ? $"watching {string.Join(" and ", what)}"
            : watched.Count > 0 ? "watching for its alerts to fire again" : "no alert and no check is known, so it only counts the time";
    }

    private static string Held(IReadOnlyList<Watched> watched) => watched.Count == 0
        ? "Only the time was counted: no alert and no check is known. If it held, it can be resolved."
        : watched.Any(w => w.Health is CheckHealth.Unknown or CheckHealth.Warning)
            ? $"Nothing failed, but {string.Join(", ", watched.Where(w => w.Health is CheckHealth.Unknown or CheckHealth.Warning).Take(Most).Select(w => $"{w.Name} is {(w.Health == CheckHealth.Unknown ? "unknown" : "close to its limit")}"))}. If it held, it can be resolved."
            : "Nothing failed. It can be resolved.";

    private const int Most = 3;

    private static string? Names(IEnumerable<Watched> failing)
    {
        var all = failing.Select(w => w.Kind == WatchedKind.Alert ? (w.Name, Verb: "fires") : (w.Name, Verb: "fails")).Distinct().ToList();
        return all.Count == 0 ? null : string.Join(", ", all.Take(Most).Select(a => $"{a.Name} {a.Verb}")) + (all.Count > Most ? $" and {all.Count - Most} more" : "");
    }

    private static string? Count(int n, string one, string many) => n switch { 0 => null, 1 => $"1 {one}", _ => $"{n} {many}" };
}
