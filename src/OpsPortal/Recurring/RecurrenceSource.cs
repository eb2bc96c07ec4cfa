namespace OpsPortal.Recurring;

/// <summary>What was written, read.</summary>
internal sealed record RecurrenceSource(IReadOnlyList<Rule> Rules, IReadOnlyList<Occurrence> Added, IReadOnlySet<DateTimeOffset> RemovedTimes, IReadOnlySet<DateOnly> RemovedDays)
{
    private const int LongestText = 10_000;

    public static Result<RecurrenceSource> Read(string text, DateTime start, LocalClock clock)
    {
        text = text.Trim();
        if (text.Length == 0) return Problem.Invalid("Say when: a rule such as FREQ=WEEKLY;BYDAY=SU, or cron such as 0 2 * * 0.");
        if (text.Length > LongestText) return Problem.Invalid($"A rule has at most {LongestText} characters.");
        if (!text.Contains('=') && !text.Contains(':'))
            return CronText.Read(text) is { Succeeded: true, Value: var cron } ? new RecurrenceSource(cron, [], new HashSet<DateTimeOffset>(), new HashSet<DateOnly>()) : CronText.Read(text).Problem!;

        Rule? rule = null;
        List<LocalDate> added = [], removed = [];
        // A line that begins with a blank goes on where the one above ended (RFC 5545, 3.1).
        foreach (var line in text.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (head, value) = colon < 0 ? ("RRULE", line) : (line[..colon].ToUpperInvariant(), line[(colon + 1)..]);
            switch (head.Split(';')[0])
            {
                case "RRULE" when rule is not null:
                    return Problem.Invalid("There are two rules; a recurrence has one. Write the other one on its own, or as RDATE.");
                case "RRULE":
                    var read = RuleText.Read(value, clock);
                    if (!read.Succeeded) return read.Problem;
                    rule = read.Value.With(start);
                    break;
                case "RDATE" or "EXDATE":
                    var dates = LocalDate.ReadAll(head, value, clock);
                    if (!dates.Succeeded) return dates.Problem;
                    (head[0] == 'R' ? added : removed).AddRange(dates.Value);
                    break;
                case "DTSTART":
                    return Problem.Invalid("Leave DTSTART out: the start is given beside the rule.");
                default:
                    return Problem.Invalid($"\"{head}\" is no part of a recurrence; it has RRULE, RDATE and EXDATE.");
            }
        }
        List<Occurrence> extra = [.. added.Select(a => a.IsDay ? clock.Instant(a.Local.Date + start.TimeOfDay) : (a.At, false)).Select(a => new Occurrence(a.Item1, clock.Show(a.Item1))).DistinctBy(a => a.At).OrderBy(a => a.At)];
        return new RecurrenceSource(rule is null ? [] : [rule], extra, removed.Where(r => !r.IsDay).Select(r => r.At).ToHashSet(), removed.Where(r => r.IsDay).Select(r => DateOnly.FromDateTime(r.Local)).ToHashSet());
    }
}
