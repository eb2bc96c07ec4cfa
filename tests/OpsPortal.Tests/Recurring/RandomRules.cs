using System.Globalization;

namespace OpsPortal.Tests.Recurring;

/// <summary>Rules that any calendar reads alike: RFC 5545 leaves some combinations open, and they are not among these.</summary>
internal sealed class RandomRules(int seed)
{
    public static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland"];
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private readonly Random random = new(seed);

    public sealed record Case(string Rule, string Start, string Zone, string[] Added, string[] Removed);

    public Case Next()
    {
        var start = Start();
        var freq = Any("YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY");
        List<string> parts = [$"FREQ={freq}"];
        var interval = freq switch { "MINUTELY" => random.Next(7, 2000), "HOURLY" => random.Next(1, 60), "YEARLY" => random.Next(1, 4), _ => random.Next(1, 6) };
        if (Maybe(60)) parts.Add($"INTERVAL={interval}");
        else if (freq == "MINUTELY") parts.Add("INTERVAL=20");
        if (Maybe(25)) parts.Add($"BYMONTH={List(1, 12, 4)}");
        var positions = Maybe(20) && freq is "YEARLY" or "MONTHLY" or "DAILY";
        switch (freq)
        {
            // dateutil 2.9 miscounts the last week of the year before where weeks do not begin on Monday, so it is not asked for weeks 52 and 53.
            case "YEARLY" when Maybe(20): parts.Add($"BYWEEKNO={List(1, 51, 4)}"); if (Maybe(70)) parts.Add($"BYDAY={Days()}"); break;
            case "YEARLY" when Maybe(20): parts.Add($"BYYEARDAY={Signed(1, 366, 5)}"); break;
            case "YEARLY" or "MONTHLY" when Maybe(35): parts.Add($"BYDAY={Numbered(freq == "YEARLY" && !parts.Any(p => p.StartsWith("BYMONTH", StringComparison.Ordinal)) ? 53 : 5)}"); break;
            case "WEEKLY": if (Maybe(75)) parts.Add($"BYDAY={Days()}"); break;
            default:
                if (Maybe(35)) parts.Add($"BYMONTHDAY={Signed(1, 31, 5)}");
                if (Maybe(35)) parts.Add($"BYDAY={Days()}");
                break;
        }
        if (Maybe(30)) parts.Add($"BYHOUR={List(0, 23, freq is "HOURLY" or "MINUTELY" ? 12 : 3)}");
        if (Maybe(30)) parts.Add($"BYMINUTE={List(0, 59, freq == "MINUTELY" ? 40 : 3)}");
        if (positions) parts.Add($"BYSETPOS={Signed(1, 6, 2)}");
        if (Maybe(30)) parts.Add($"WKST={Any(Weekdays)}");
        if (Maybe(25)) parts.Add($"COUNT={random.Next(1, 60)}");
        else if (Maybe(25)) parts.Add($"UNTIL={start.AddDays(random.Next(1, 1500)).AddHours(random.Next(24)):yyyyMMdd'T'HHmmss'Z'}");
        return new(string.Join(';', parts), Text(start), Any(Zones), Dates(start), Dates(start));
    }

    /// <summary>Often on a night on which some clocks change.</summary>
    private DateTime Start() => (Maybe(50)
        ? DateTime.Parse(Any("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-04-04", "2026-09-27", "2026-12-31", "2024-02-29"), CultureInfo.InvariantCulture)
        : new DateTime(2024, 1, 1).AddDays(random.Next(1500))) + (Maybe(50) ? new TimeSpan(random.Next(0, 4), Maybe(50) ? 30 : 0, 0) : new TimeSpan(random.Next(24), random.Next(60), random.Next(60)));

    private string[] Dates(DateTime start) => Maybe(20) ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(start.Date.AddDays(random.Next(400)) + (Maybe(60) ? start.TimeOfDay : new TimeSpan(random.Next(24), 0, 0))))] : [];

    private static string Text(DateTime at) => at.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private bool Maybe(int percent) => random.Next(100) < percent;
    private string Any(params string[] of) => of[random.Next(of.Length)];
    private string List(int least, int most, int count) => string.Join(',', Enumerable.Range(0, random.Next(1, count + 1)).Select(_ => random.Next(least, most + 1)).Distinct());
    private string Signed(int least, int most, int count) => string.Join(',', Enumerable.Range(0, random.Next(1, count + 1)).Select(_ => random.Next(least, most + 1) * (Maybe(35) ? -1 : 1)).Distinct());
    private string Days() => string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Any(Weekdays)).Distinct());
    private string Numbered(int most) => string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{random.Next(1, most + 1) * (Maybe(35) ? -1 : 1)}{Any(Weekdays)}").Distinct());
}
