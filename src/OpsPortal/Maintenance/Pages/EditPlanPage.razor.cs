using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsPortal.Access;
using OpsPortal.Frame;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Series;
using OpsPortal.Maintenance.Telling;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Recurring;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Maintenance.Pages;

/// <summary>The form of a plan, new or known; it says what will be announced when before anything is kept.</summary>
public sealed partial class EditPlanPage(
    PlanMaintenance plans, ScheduleMaintenance schedule, PlanSeries series, MaintenanceQueries queries, TemplateQueries templateQueries, SystemQueries systemQueries, Workplace workplace, NavigationManager navigation, TimeProvider time) : ComponentBase
{
    private static readonly IReadOnlyList<(string Rule, string Words)> Weekly = [("FREQ=DAILY", "every day"), ("FREQ=WEEKLY", "every week, on this weekday")];

    private readonly string key = $"{Guid.NewGuid():N}";
    private readonly HashSet<string> chosen = [];
    private readonly HashSet<Guid> participants = [];
    private IReadOnlyList<PlanTemplate> templates = [];
    private IReadOnlyList<SystemSheet> systems = [];
    private IReadOnlyList<PlanPerson> people = [];
    private Actor actor = new(Guid.Empty, "", Role.Viewer);
    private string templateKey = "", title = "", components = "", impact = "", zone = "UTC", leads = "P14D, PT24H", repeat = "", ownRule = "", rollback = "", checklist = "";
    private string? environment, from, to, rollbackRunbook, rollbackPlace;
    private Guid owner;
    private MaintenanceRisk risk;
    private FreezeReach freeze;
    private bool quiet = true, ready, busy;
    private int? revision;
    private Problem? problem;
    private MaintenanceSheet? known;

    [Parameter] public long? Number { get; set; }

    /// <summary>Key of a template to begin with.</summary>
    [SupplyParameterFromQuery(Name = "template")] public string? Wanted { get; set; }

    private string Heading => Number is null ? "Plan maintenance" : $"Change MNT-{Number}";
    private PlanTemplate? Template => templates.FirstOrDefault(t => t.Key == templateKey);
    private string Verb => Number is not null ? $"Save MNT-{Number}" : Rule is not null ? "Begin the series" : "Schedule it";
    private TimeZoneInfo Zone => ZoneClock.Zone(zone) ?? TimeZoneInfo.Utc;
    private string? Rule => Number is not null ? null : repeat switch { "" => null, "own" => ownRule.Trim(), var rule => rule };
    private Result<IReadOnlyList<PhaseForm>> List => PlanText.Read(checklist, people);

    private IEnumerable<(string Rule, string Words)> Repeats
    {
        get
        {
            if (Template?.Rule is { } brought) yield return (brought, "as the runbook says");
            foreach (var one in Weekly) yield return one;
            if (Local(from) is not { } start) yield break;
            var day = start.DayOfWeek.ToString();
            yield return ($"FREQ=MONTHLY;BYDAY={(start.Day - 1) / 7 + 1}{day[..2].ToUpperInvariant()}", $"every month, on {new[] { "the first", "the second", "the third", "the fourth", "a fifth" }[(start.Day - 1) / 7]} {day}");
        }
    }

    /// <summary>The rule in words, with what comes next.</summary>
    private string? Says
    {
        get
        {
            if (Rule is not { Length: > 0 } rule || Local(from) is not { } start) return null;
            var read = Recurrence.Parse(rule, start, zone);
            return read.Succeeded ? $"{char.ToUpperInvariant(read.Value.Sentence[0])}{read.Value.Sentence[1..]}. Next: {string.Join(", ", read.Value.Following(time.GetUtcNow(), 4).Select(o => o.Local.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture)))}." : read.Problem.Detail;
        }
    }

    private IReadOnlyList<(string When, string Words)> Told
    {
        get
        {
            if (Local(from) is not { } start || Leads.Any(l => !LeadTime.Read(l).Succeeded)) return [];
            var (now, begins) = (time.GetUtcNow(), WallClock.Instant(Zone, start));
            if (Rule is not null || begins <= now) return [];
            return [.. Announcements.Times(Leads, begins, Zone, now).Index().Select(a => (
                a.Item.DueAt <= now ? "At once" : WallClock.Local(Zone, a.Item.DueAt).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture),
                $"{(a.Index == 0 ? "announced" : "reminded")}, {LeadTime.Read(a.Item.Lead).Value!.Words} before: owner, participants and subscribers"))];
        }
    }

    private List<string> Leads => [.. leads.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    protected override Task OnInitializedAsync() => OpenAsync();

    private async Task OpenAsync()
    {
        (problem, ready) = (null, false);
        actor = await workplace.ActorAsync();
        if (!actor.MaySomewhere(Permission.RunSteps))
        {
            problem = actor.May(Permission.RunSteps, toDoWhat: "plan maintenance");
            return;
        }
        (systems, people) = (await systemQueries.AllAsync(default), await queries.PeopleAsync(default));
        if (Number is { } number)
        {
            if (await queries.FindAsync(number, default) is not { } sheet)
            {
                problem = MaintenanceActs.Missing(number);
                return;
            }
            Fill(FormOf.Plan(sheet.Plan, sheet.Environment));
            (known, revision) = (sheet, sheet.Plan.Revision);
        }
        else
        {
            templates = await templateQueries.AllAsync(default);
            (environment, owner) = (workplace.Environment?.Name, people.Any(p => p.Id == actor.Id) || people.Count == 0 ? actor.Id : people[0].Id);
            var hour = WallClock.Local(TimeZoneInfo.Utc, time.GetUtcNow()).Date.AddDays(15).AddHours(2);
            (from, to) = (Field(hour), Field(hour.AddHours(2)));
            if (Wanted is { } wanted) Take(wanted);
        }
        ready = true;
    }

    private void Fill(PlanForm form)
    {
        chosen.UnionWith(form.Systems);
        participants.UnionWith(form.Participants);
        (title, components, environment, owner) = (form.Title ?? "", string.Join(", ", form.Components), form.Environment, form.Owner ?? actor.Id);
        (impact, rollback, rollbackRunbook, rollbackPlace) = (form.Impact ?? "", form.Rollback ?? "", form.RollbackRunbook, form.RollbackPlace);
        (zone, leads, risk, freeze, quiet) = (form.TimeZone, string.Join(", ", form.AnnounceBefore ?? LeadTime.Usual), form.Risk, form.Freeze, form.Quiet);
        (from, to) = (Field(WallClock.Local(Zone, form.StartsAt!.Value)), Field(WallClock.Local(Zone, form.EndsAt!.Value)));
        checklist = PlanText.Write(form.Phases, people);
    }

    private void Take(string wanted)
    {
        templateKey = wanted;
        if (Template is not { } template) return;
        chosen.Clear();
        chosen.Add(template.System);
        title = template.TitleFor(systems.FirstOrDefault(s => s.System.Slug == template.System)?.System.Name ?? template.System);
        checklist = PlanText.Write(template.Phases, people);
        (rollbackRunbook, rollbackPlace) = (template.RollbackRunbook, template.RollbackPlace);
        if (template.TimeZone is { } place) zone = place;
        if (template.AnnounceBefore is { } before) leads = string.Join(", ", before);
        repeat = template.Rule ?? "";
        if (template.Start is not { } at) return;
        var day = Next(template.Rule, at);
        (from, to) = (Field(day), Field(day + (template.Duration ?? TimeSpan.FromHours(2))));
    }

    /// <summary>The first time that a rule brings; tomorrow in two weeks where there is none.</summary>
    private DateTime Next(string? rule, TimeOnly at)
    {
        var today = WallClock.Local(Zone, time.GetUtcNow()).Date;
        return rule is not null && Recurrence.Parse(rule, today + at.ToTimeSpan(), zone).Value?.Next(time.GetUtcNow()) is { } next ? next.Local : today.AddDays(15) + at.ToTimeSpan();
    }

    private void Choose(string system, bool on)
    {
        if (on) chosen.Add(system);
        else chosen.Remove(system);
    }

    private async Task SaveAsync()
    {
        if (Number is { } number) await KeepAsync(async form => (await plans.ChangeAsync(actor, number, form, revision, default)).Problem, $"/maintenance/{number}");
        else if (Rule is { } rule) await KeepAsync(form => SeriesAsync(form, rule), "/maintenance");
        else await AddAsync(draft: false);
    }

    private Task DraftAsync() => AddAsync(draft: true);

    private async Task AddAsync(bool draft)
    {
        long made = 0;
        await KeepAsync(async form =>
        {
            var plan = await plans.AddAsync(actor, form, $"{actor.Id:N}:{key}", default);
            if (plan.Succeeded && !draft) plan = await schedule.InvokeAsync(actor, plan.Value.Number, default);
            made = plan.Value?.Number ?? 0;
            return plan.Problem;
        }, null);
        if (made > 0 && problem is null) navigation.NavigateTo($"/maintenance/{made}");
    }

    private async Task<Problem?> SeriesAsync(PlanForm form, string rule) =>
        Local(from) is not { } start || Local(to) is not { } end ? Problem.Invalid("Say when it begins and when it ends.", "startsAt")
        : (await series.AddAsync(actor, new(form, rule, start, end - start), null, default)).Problem;

    private async Task KeepAsync(Func<PlanForm, Task<Problem?>> keep, string? then)
    {
        if (busy) return;
        busy = true;
        try
        {
            var list = List;
            problem = list.Succeeded ? await keep(Form(list.Value)) : list.Problem;
        }
        finally { busy = false; }
        if (problem is null && then is not null) navigation.NavigateTo(then);
    }

    private PlanForm Form(IReadOnlyList<PhaseForm> phases) => new()
    {
        Title = title,
        Systems = [.. chosen],
        Components = components.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Environment = environment,
        Owner = owner,
        Participants = [.. participants.Where(p => p != owner)],
        Risk = risk,
        Impact = impact,
        Rollback = rollback,
        RollbackRunbook = rollbackRunbook,
        RollbackPlace = rollbackPlace,
        StartsAt = Local(from) is { } start ? WallClock.Instant(Zone, start) : null,
        EndsAt = Local(to) is { } end ? WallClock.Instant(Zone, end) : null,
        TimeZone = zone,
        AnnounceBefore = Leads,
        Freeze = freeze,
        Quiet = quiet,
        Phases = Keep(phases),
    };

    /// <summary>The text has no place for values: those of a step that is still there stay.</summary>
    private IReadOnlyList<PhaseForm> Keep(IReadOnlyList<PhaseForm> phases)
    {
        if (known is null) return phases;
        var before = known.Plan.Items.Where(i => i.Parameters.Count > 0).ToLookup(i => (i.Runbook, i.Step));
        return [.. phases.Select(p => p with { Items = [.. p.Items.Select(i => before[(i.Runbook, i.Step)].FirstOrDefault() is { } same ? i with { Parameters = same.Parameters } : i)] })];
    }

    private string? Wrong(string field) => problem?.Field == field ? "true" : null;

    private static DateTime? Local(string? field) => DateTime.TryParse(field, CultureInfo.InvariantCulture, out var local) ? local : null;

    private static string Field(DateTime local) => local.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private static string Kind(PhaseKind kind) => kind switch { PhaseKind.Pre => "before the window", PhaseKind.Post => "checked before completion", _ => "the work" };

    private static string How(ItemForm item) => string.Join(", ", new[]
    {
        item.Step is null ? null : $"runs a step of {item.Runbook}",
        item.Signatures == 2 ? "two people sign" : item is { Step: not null, Signatures: 1 } ? "a person signs as well" : null,
        item.Ordered ? "after those above" : null,
    }.OfType<string>());
}
