using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Judging;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks.Api;

/// <summary>What somebody sends; what is left out stays, or is as is usual.</summary>
/// <param name="Spec"><c>{"kind":"http","url":"…"}</c>.</param>
public sealed record CheckBody(
    string? Name, string? System, string? Environment, string? Component, JsonElement? Spec, string? Interval, string? Timeout, int? Retries, Thresholds? Thresholds, Damping? Damping,
    bool? OpensIncident, string? Severity, bool? ResolvesIncident, Objective? Objective)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public Result<CheckForm> Read()
    {
        CheckSpec? spec = null;
        if (Spec is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } written)
        {
            try { spec = written.Deserialize<CheckSpec>(Options); }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                return Problem.Invalid($"The spec needs a kind, one of {string.Join(", ", CheckKind.All.Select(k => k.Name))}, and what that kind asks: {{\"kind\":\"http\",\"url\":\"https://…\"}}.", "spec");
            }
        }
        return new CheckForm(Name, System, Environment, Component, spec, Interval, Timeout, Retries, Thresholds, Damping, OpensIncident, Severity, ResolvesIncident, Objective);
    }
}

/// <summary>A check as the API tells it; durations are ISO 8601.</summary>
/// <param name="HeartbeatPath">Where to POST, only in the answer that made it.</param>
public sealed record CheckAnswer(
    int Id, string Name, string System, string Environment, string? Component, CheckSpec Spec, string Interval, string Timeout, int Retries, Thresholds Thresholds, Damping Damping,
    bool OpensIncident, string? Severity, bool ResolvesIncident, Objective? Objective, string State, DateTimeOffset? Since, string? Why, double? LastValue, DateTimeOffset? LastAt, DateTimeOffset? NextAt,
    string? Incident, string? PausedBy, string? PauseReason, double? BudgetLeft, string? Burn, int Revision, string? HeartbeatPath)
{
    public static CheckAnswer Of(CheckSheet sheet, string? secret = null) => Of(sheet.Check, sheet.Standing, sheet.Environment, sheet.Budget?.Left, secret);

    public static CheckAnswer Of(Check c, CheckStanding? s, string environment, double? left, string? secret) => new(
        c.Id, c.Name, c.System, environment, c.Component, c.Spec, DurationWords.ToIso(c.Interval), DurationWords.ToIso(c.Timeout), c.Retries, c.Thresholds, c.Damping, c.OpensIncident, c.Severity, c.ResolvesIncident, c.Objective,
        $"{s?.State ?? CheckState.Unknown}".ToLowerInvariant(), s?.Since, s?.Why, s?.LastValue, s?.LastAt, s?.DueAt, s?.Incident is { } number ? $"INC-{number}" : null, c.PausedBy, c.PauseReason,
        left, s is null or { Burn: BurnAlert.None } ? null : $"{s.Burn}".ToLowerInvariant(), c.Revision, secret is null ? null : $"/api/v1/heartbeats/{secret}");
}

public sealed record CheckList(IReadOnlyList<CheckAnswer> Items, string? NextCursor);

/// <param name="Outcome"><c>passed</c>, <c>warned</c>, <c>failed</c> or <c>unknown</c>.</param>
public sealed record RunAnswer(DateTimeOffset At, string Outcome, float? Value)
{
    public static RunAnswer Of(Sample sample) => new(sample.At, $"{(CheckOutcome)sample.Outcome}".ToLowerInvariant(), sample.Value);
}

/// <summary>An hour or a day.</summary>
public sealed record SpanAnswer(DateTimeOffset At, int Passed, int Warned, int Failed, int Unknown, float? Min, float? Average, float? Max, float? P95, double? Uptime)
{
    public static SpanAnswer Of(HistoryPoint p) => new(p.At, p.Runs.Passed, p.Runs.Warned, p.Runs.Failed, p.Runs.Unknown, p.Runs.Min, p.Runs.Average, p.Runs.Max, p.Runs.P95, Rollup.Uptime(p.Runs.Passed, p.Runs.Warned, p.Runs.Failed));
}

/// <param name="Resolution"><c>run</c>, <c>hour</c> or <c>day</c>.</param>
public sealed record ResultList<T>(string Resolution, IReadOnlyList<T> Items, string? NextCursor);

/// <param name="Outcome">As of a run.</param>
public sealed record TriedAnswer(string Outcome, double? Value, string Why);

public sealed record ReasonBody(string? Reason);
