using OpsPortal.OnCall.Schedules;
using Xunit;

namespace OpsPortal.Tests.OnCall.Schedules;

/// <summary>3,600 schedules around the days on which clocks, months and years do something odd, against <see cref="SlowRota"/>.</summary>
public class RotaPropertyTests
{
    private const int Each = 150;
    private const int Days = 18;

    public static TheoryData<string, string> Moments => new()
    {
        { "Europe/Berlin", "2026-03-29T01:00:00Z" },
        { "Europe/Berlin", "2026-10-25T01:00:00Z" },
        { "America/New_York", "2028-03-12T07:00:00Z" },
        { "America/New_York", "2027-11-07T06:00:00Z" },
        { "Australia/Lord_Howe", "2026-04-04T15:00:00Z" },
        { "Australia/Lord_Howe", "2026-10-03T15:30:00Z" },
        { "Asia/Kathmandu", "2027-01-01T00:00:00Z" },
        { "Pacific/Apia", "2011-12-30T10:00:00Z" },
        { "America/Sao_Paulo", "2018-11-04T03:00:00Z" },
        { "Africa/Casablanca", "2026-02-15T02:00:00Z" },
        { "UTC", "2028-02-29T00:00:00Z" },
        { "Pacific/Auckland", "2026-12-31T12:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Every_minute_has_the_owner_that_the_slow_way_finds(string zoneId, string moment)
    {
        var (zone, around) = (TimeZoneInfo.FindSystemTimeZoneById(zoneId), DateTimeOffset.Parse(moment));
        var slow = new SlowRota(zone, around.AddDays(-Days), 2 * Days * 24 * 60);
        var (from, to) = (around.AddDays(-5), around.AddDays(5));
        for (var seed = 0; seed < Each; seed++)
        {
            var schedule = new RandomSchedule(seed, around, zone).Make();
            var rota = schedule.Shifts(from, to);
            AssertWhole(rota, from, to, $"seed {seed}");
            var (owners, shadows) = slow.Of(schedule);
            AssertSame(owners, rota.Shifts, slow, from, to, $"seed {seed}: owner");
            AssertSame(shadows, rota.Shadows, slow, from, to, $"seed {seed}: shadow");
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Shifts_do_not_depend_on_what_was_asked_for(string zoneId, string moment)
    {
        var (zone, around) = (TimeZoneInfo.FindSystemTimeZoneById(zoneId), DateTimeOffset.Parse(moment));
        var random = new Random(7);
        for (var seed = 0; seed < Each; seed++)
        {
            var schedule = new RandomSchedule(seed, around, zone).Make();
            var all = schedule.Shifts(around.AddDays(-12), around.AddDays(12));
            for (var i = 0; i < 6; i++)
            {
                var from = around.AddMinutes(random.Next(-9000, 9000));
                var to = from.AddMinutes(random.Next(1, 4000));
                var some = schedule.Shifts(from, to);
                Assert.Equal(all.Shifts.Where(s => s.From < to && s.To > from), some.Shifts);
                Assert.Equal(all.Shadows.Where(s => s.From < to && s.To > from), some.Shadows);
                Assert.Equal(all.Shifts.FirstOrDefault(s => s.Covers(from)), schedule.At(from));
            }
        }
    }

    private static void AssertWhole(Rota rota, DateTimeOffset from, DateTimeOffset to, string what)
    {
        var at = from;
        foreach (var (begins, ends, shift) in rota.Shifts.Select(s => (Max(s.From, from), Min(s.To, to), (Shift?)s)).Concat(rota.Gaps.Select(g => (g.From, g.To, (Shift?)null))).OrderBy(p => p.Item1))
        {
            Assert.True(begins == at && ends > begins, $"{what}: {begins:O} does not follow {at:O}");
            at = ends;
        }
        Assert.True(at == to, $"{what}: ends at {at:O}");
        Assert.All(rota.Shifts.Zip(rota.Shifts.Skip(1)), pair => Assert.False(pair.First.To == pair.Second.From && pair.First.IsPartOf(pair.Second), $"{what}: {pair.First} and {pair.Second} are one"));
        Assert.All(rota.Spells.Zip(rota.Spells.Skip(1)), pair => Assert.False(pair.First.To == pair.Second.From && pair.First.Person == pair.Second.Person));
        Assert.All(rota.Gaps.Zip(rota.Gaps.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
    }

    private static void AssertSame(Guid?[] minutes, IReadOnlyList<Shift> shifts, SlowRota slow, DateTimeOffset from, DateTimeOffset to, string what)
    {
        var found = new Guid?[minutes.Length];
        foreach (var shift in shifts)
            for (var m = slow.Minute(shift.From); m < slow.Minute(shift.To); m++) found[m] = shift.Person;
        for (var m = slow.Minute(from); m < slow.Minute(to); m++)
            Assert.True(found[m] == minutes[m], $"{what} at minute {m}: {found[m]}, the slow way {minutes[m]}");
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
