using System.Xml;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Series;

namespace OpsPortal.Maintenance.Api;

/// <summary>From a body to what it means.</summary>
internal static class ReadForm
{
    public static async Task<Result<PlanForm>> OfAsync(MaintenanceBody body, TemplateQueries templates, CancellationToken cancellation)
    {
        if (Word<MaintenanceRisk>(body.Risk, "risk") is { Problem: { } risk }) return risk;
        if (Word<FreezeReach>(body.Freeze, "freeze") is { Problem: { } freeze }) return freeze;
        PlanTemplate? template = null;
        if (body.Template is { } wanted && (template = (await templates.AllAsync(cancellation)).FirstOrDefault(t => t.Key == wanted)) is null)
            return Problem.NotFound($"There is no template {wanted}; GET /api/v1/maintenance/templates lists those that are.");
        List<PhaseForm> phases = [];
        foreach (var phase in body.Phases ?? [])
        {
            PhaseKind? kind = null;
            if (phase.Kind is not null)
            {
                if (!Enum.TryParse<PhaseKind>(phase.Kind, ignoreCase: true, out var known) || !Enum.IsDefined(known)) return Problem.Invalid($"A phase is pre, during or post; {phase.Kind} is none of them.", "phases");
                kind = known;
            }
            phases.Add(new(phase.Name ?? "During", kind, phase.Gate, phase.Keeper, [.. (phase.Items ?? []).Select(i => new ItemForm(i.Text ?? "", i.Runbook, i.Step, i.Parameters, i.Signatures, i.Ordered))]));
        }
        return new PlanForm
        {
            Title = body.Title ?? template?.Title,
            Systems = body.Systems ?? ((body.System ?? template?.System) is { } one ? [one] : []),
            Components = body.Components ?? [],
            Environment = body.Environment,
            Owner = body.Owner,
            Participants = body.Participants ?? [],
            Risk = Word<MaintenanceRisk>(body.Risk, "risk").Value,
            Impact = body.Impact,
            Rollback = body.Rollback,
            RollbackRunbook = body.RollbackRunbook ?? template?.RollbackRunbook,
            RollbackPlace = body.RollbackPlace ?? template?.RollbackPlace,
            StartsAt = body.Start,
            EndsAt = body.End,
            TimeZone = body.TimeZone ?? template?.TimeZone ?? "UTC",
            AnnounceBefore = body.AnnounceBefore ?? template?.AnnounceBefore,
            Freeze = Word<FreezeReach>(body.Freeze, "freeze").Value,
            Quiet = body.Quiet ?? true,
            Phases = phases.Count > 0 ? phases : template?.Phases ?? [],
        };
    }

    public static async Task<Result<SeriesForm>> SeriesAsync(MaintenanceBody body, TemplateQueries templates, CancellationToken cancellation)
    {
        var plan = await OfAsync(body, templates, cancellation);
        if (!plan.Succeeded) return plan.Problem;
        if (body is not { Rule: { } rule, LocalStart: { } start, Duration: { } lasts }) return Problem.Invalid("A series has a rule (\"FREQ=WEEKLY;BYDAY=SU\"), a localStart (\"2026-03-08T02:00\") and a duration (\"PT2H\").", "rule");
        try
        {
            return new SeriesForm(plan.Value, rule, start, XmlConvert.ToTimeSpan(lasts));
        }
        catch (FormatException)
        {
            return Problem.Invalid($"\"{lasts}\" is no duration; write PT2H for two hours.", "duration");
        }
    }

    private static Result<T> Word<T>(string? text, string field) where T : struct, Enum =>
        text is null ? default(T) : Enum.TryParse<T>(text, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
        : Problem.Invalid($"There is no {field} {text}; it is one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.", field);
}
