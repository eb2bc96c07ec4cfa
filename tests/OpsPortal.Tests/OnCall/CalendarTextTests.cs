using System.Globalization;
using System.Text;
using OpsPortal.OnCall;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Calendars;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Tests.OnCall.Schedules;
using Xunit;

namespace OpsPortal.Tests.OnCall;

public class CalendarTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_export_says_what_the_calculation_says()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        for (var seed = 0; seed < 200; seed++)
        {
            var view = View(new RandomSchedule(seed, new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), zone).Make());
            var (from, to) = (Now, Now.AddDays(20));
            var rota = view.Schedule.Shifts(from, to);
            var read = Read(CalendarText.Of("x", ReadCalendar.Events(view, null, from, to), Now));
            // Whole seconds are all that the format has; the schedules here begin and end on minutes.
            Assert.Equal(rota.Shifts.Select(s => (view.NameOf(s.Person), s.From, s.To)), read.Where(e => !e.Summary.EndsWith("(shadow)", StringComparison.Ordinal)).Select(e => (e.Summary, e.From, e.To)));
            Assert.Equal(rota.Shadows.Count, read.Count(e => e.Summary.EndsWith("(shadow)", StringComparison.Ordinal)));
            Assert.Equal(read.Count, read.Select(e => e.Uid).Distinct().Count());
            var later = Read(CalendarText.Of("x", ReadCalendar.Events(view, null, from.AddDays(3), to.AddDays(3)), Now.AddDays(3)));
            Assert.Equal(read.Where(e => e.To > from.AddDays(3)).Select(e => (e.Uid, e.From, e.To)), later.Where(e => e.From < to).Select(e => (e.Uid, e.From, e.To)));
            foreach (var person in view.People.Keys)
                Assert.Equal(rota.Shifts.Count(s => s.Person == person) + rota.Shadows.Count(s => s.Person == person), ReadCalendar.Events(view, person, from, to).Count());
        }
    }

    [Fact]
    public void Lines_are_folded_between_signs_and_never_too_long()
    {
        var name = string.Concat(Enumerable.Repeat("Bereitschaft für Größen ⚡🙂, Ümlaute; und \\ mehr\n", 9));
        var text = CalendarText.Of("n", [new("k", Now, Now.AddHours(1), name, null)], Now);
        Assert.All(text.Split("\r\n"), l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 75));
        Assert.DoesNotContain('\n', text.Replace("\r\n", ""));
        Assert.DoesNotContain('\uFFFD', text);
        Assert.Equal(name, Assert.Single(Read(text)).Summary);
        Assert.EndsWith("END:VCALENDAR\r\n", text);
        Assert.Contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", text);
        Assert.Contains("\r\nDTSTAMP:20260320T120000Z\r\n", text);
    }

    internal static ScheduleView View(OpsPortal.OnCall.Schedules.Schedule schedule, Func<int, Contact>? make = null)
    {
        var entity = new OnCallSchedule { Id = Guid.Parse("11111111-0000-0000-0000-000000000001"), Slug = "primary", Name = "Primary" };
        foreach (var edition in schedule.Editions) entity.Editions.Add(new() { ValidFrom = edition.ValidFrom, TimeZone = edition.TimeZone.Id, Layers = edition.Layers, SavedBy = "Root" });
        foreach (var (number, stand) in schedule.Overrides.Index()) entity.Overrides.Add(new() { Id = stand.Id, Number = number, ContactId = stand.Person, From = stand.From, To = stand.To, MadeBy = "Root" });
        return new(entity, Enumerable.Range(0, 6).Select(n => make?.Invoke(n) ?? new Contact { Id = RandomSchedule.Person(n), Name = $"Person, {n}", TimeZone = "UTC" }).ToDictionary(c => c.Id));
    }

    private static List<(string Uid, string Summary, DateTimeOffset From, DateTimeOffset To)> Read(string text)
    {
        List<(string, string, DateTimeOffset, DateTimeOffset)> read = [];
        Dictionary<string, string> entry = [];
        foreach (var line in text.Replace("\r\n ", "").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..]);
            if (line == "BEGIN:VEVENT") entry = [];
            entry[name] = value;
            if (line == "END:VEVENT") read.Add((entry["UID"], Plain(entry["SUMMARY"]), Time(entry["DTSTART"]), Time(entry["DTEND"])));
        }
        return read;

        static DateTimeOffset Time(string value) => DateTimeOffset.ParseExact(value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static string Plain(string escaped)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < escaped.Length; i++)
            plain.Append(escaped[i] != '\\' ? escaped[i] : escaped[++i] == 'n' ? '\n' : escaped[i]);
        return plain.ToString();
    }
}
