namespace OpsPortal.Recurring;

/// <summary>
/// Times that come again and again, on the local clock of a time zone: RFC 5545 (RRULE with RDATE and EXDATE), or cron with five fields.
/// Pure: it asks no clock. A local time that does not exist is later by the length of the jump, one that exists twice is the first.
/// </summary>
public sealed class Recurrence
{
    /// <summary>So many days and times are examined to find the last one of a rule that counts.</summary>
    private const long CountingAllowance = 2_000_000;

    private readonly List<RuleTimes> rules = [];
    private readonly LocalClock clock;
    private readonly RecurrenceSource source;

    private Recurrence(RecurrenceSource source, string text, DateTime start, TimeZoneInfo zone) => (this.source, Text, Start, Zone, clock) = (source, text, start, zone, new(zone));

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Local. Nothing is earlier; it is an occurrence itself only if it obeys the rule.</summary>
    public DateTime Start { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>In words, such as "every Sunday at 02:00 UTC".</summary>
    public string Sentence => RecurrenceText.Sentence(this);

    internal IReadOnlyList<Rule> Rules => source.Rules;
    internal IReadOnlyList<Occurrence> Added => source.Added;
    internal int Removed => source.RemovedTimes.Count + source.RemovedDays.Count;

    /// <param name="rule">"FREQ=WEEKLY;BYDAY=SU", lines of RRULE, RDATE and EXDATE, or "0 2 * * 0".</param>
    /// <param name="start">Local, to the second; what the rule leaves open (its hour, its weekday) is taken from it.</param>
    /// <param name="zone">IANA, such as Europe/Berlin.</param>
    /// <returns>Invalid with field "rule" or "timeZone". A rule that never falls is invalid, too.</returns>
    public static Result<Recurrence> Parse(string rule, DateTime start, string zone)
    {
        if (FindZone(zone) is not { } found) return Problem.Invalid($"There is no time zone \"{zone}\"; one is called Europe/Berlin, America/New_York or UTC.", "timeZone");
        start = new DateTime(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond));
        if (start.Year is < 1900 or > 9000) return Problem.Invalid("The start must lie between the years 1900 and 9000.", "start");
        LocalClock clock = new(found);
        var read = RecurrenceSource.Read(rule, start, clock);
        if (!read.Succeeded) return read.Problem with { Field = "rule" };
        Recurrence made = new(read.Value, rule.Trim(), start, found);
        foreach (var one in read.Value.Rules)
        {
            RuleWalk walk = new(one, start);
            DateTime? last = null;
            if (one.Count is { } count)
            {
                RuleWalk.Budget budget = new(CountingAllowance);
                var counted = walk.From(start, budget).Take(count).ToList();
                if (budget.IsSpent) return Problem.Invalid($"COUNT={count}: the rule falls so seldom that its last date cannot be counted. Give a smaller number, or say UNTIL.", "rule");
                last = counted.Count > 0 ? counted[^1] : start;
            }
            made.rules.Add(new(one, walk, clock, last));
        }
        return made.From(DateTimeOffset.MinValue).Any() ? made
            : Problem.Invalid("This rule never falls on any date: either its parts exclude each other (as 30 February does), or it ends before its start.", "rule");
    }

    /// <summary>Null where there is no such zone. A name that Windows gives it is none.</summary>
    public static TimeZoneInfo? FindZone(string? zone) => !string.IsNullOrWhiteSpace(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone.Trim(), out var found) ? found.Id == "Etc/UTC" ? TimeZoneInfo.Utc : found : null;

    /// <summary>In order, from <paramref name="from"/> (which counts) until <paramref name="to"/> (which does not). Found as they are asked for; a rule of every minute has many.</summary>
    public IEnumerable<Occurrence> Between(DateTimeOffset from, DateTimeOffset to) => From(from).TakeWhile(o => o.At < to);

    /// <summary>The first one after <paramref name="after"/>, or null: it is over, or nothing is found in about 270 years.</summary>
    public Occurrence? Next(DateTimeOffset after) => From(after == DateTimeOffset.MaxValue ? after : after.AddTicks(1)).FirstOrDefault();

    /// <summary>The first <paramref name="count"/> after <paramref name="after"/>.</summary>
    public IReadOnlyList<Occurrence> Following(DateTimeOffset after, int count) => [.. From(after.AddTicks(1)).Take(count)];

    private IEnumerable<Occurrence> From(DateTimeOffset from)
    {
        var wall = from < DateTimeOffset.MinValue.AddDays(3) ? Start : clock.Show(from);
        // Just after clocks changed, one that was moved may still be to come, though its own time is past.
        if (wall > Start && !clock.IsCalm(from)) wall = wall.AddDays(-2);
        List<IEnumerable<Occurrence>> parts = [.. rules.Select(r => r.From(wall)), Added.SkipWhile(a => a.At < from)];
        return Merge(parts).SkipWhile(o => o.At < from).Where(o => !source.RemovedTimes.Contains(o.At) && !source.RemovedDays.Contains(DateOnly.FromDateTime(o.Local)));
    }

    private static IEnumerable<Occurrence> Merge(List<IEnumerable<Occurrence>> parts)
    {
        var open = parts.Select(p => p.GetEnumerator()).ToList();
        try
        {
            open = [.. open.Where(e => e.MoveNext())];
            while (open.Count > 0)
            {
                var first = open.MinBy(e => e.Current.At)!.Current;
                yield return first;
                open = [.. open.Where(e => e.Current.At != first.At || e.MoveNext())];
            }
        }
        finally
        {
            foreach (var one in open) one.Dispose();
        }
    }
}
