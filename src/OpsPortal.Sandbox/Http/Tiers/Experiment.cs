using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>An experiment of the first tier. What it comes to depends on its content alone, so that the same one always ends the same.</summary>
internal sealed record Experiment(string Id, string Name, string Description, string PrimaryModel, string? SecondaryModel, string Prompt, string Routing, IReadOnlyList<string> Tags, DateTimeOffset CreatedAt)
{
    private static readonly TimeSpan Takes = TimeSpan.FromMinutes(2);

    /// <summary>Null until it is run.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    public int Samples { get; init; }
    public string? Language { get; init; }
    public Promotion? Promoted { get; init; }
    public QuarantineRecord? Quarantined { get; init; }

    /// <summary>Given rather than worked out, for those that were there from the start.</summary>
    public ExperimentFigures? Known { get; init; }

    /// <summary>0 to 1.</summary>
    public double Progress(DateTimeOffset now) => StartedAt is { } started ? Math.Clamp((now - started) / Takes, 0, 1) : 0;

    public bool IsDone(DateTimeOffset now) => Progress(now) >= 1;

    public string Status(DateTimeOffset now) =>
        Quarantined is not null ? "quarantined" : Promoted is not null ? "promoted" : StartedAt is null ? "created" : IsDone(now) ? "completed" : "running";

    public ExperimentFigures Figures
    {
        get
        {
            if (Known is { } known) return known;
            var hash = Naming.Hash($"{Name}\n{PrimaryModel}\n{Prompt}");
            double Share(int shift) => ((hash >> shift) & 0xff) / 255.0;
            return new(Math.Round(0.935 + 0.05 * Share(8), 3), Math.Round(0.002 + 0.022 * Share(20), 4), Math.Round(230 + 240 * Share(32)), Math.Round(0.004 + 0.02 * Share(44), 4));
        }
    }

    public JsonObject Json(DateTimeOffset now)
    {
        var json = new JsonObject
        {
            ["experiment_id"] = Id,
            ["name"] = Name,
            ["description"] = Description,
            ["status"] = Status(now),
            ["primary_model"] = PrimaryModel,
            ["secondary_model"] = SecondaryModel,
            ["prompt_template"] = Prompt,
            ["routing_strategy"] = Routing,
            ["tags"] = new JsonArray([.. Tags.Select(t => (JsonNode)t)]),
            ["created_at"] = Fields.Stamp(CreatedAt),
        };
        if (StartedAt is not { } started) return json;
        var progress = Progress(now);
        json["run"] = new JsonObject
        {
            ["started_at"] = Fields.Stamp(started),
            ["finished_at"] = progress < 1 ? null : Fields.Stamp(started + Takes),
            ["progress"] = Math.Round(progress, 2),
            ["samples_done"] = (int)(Samples * progress),
            ["samples"] = Samples,
            ["language"] = Language,
        };
        if (progress >= 1) json["metrics"] = Figures.Json();
        if (Promoted is { } promoted) json["promotion"] = new JsonObject { ["promoted_at"] = Fields.Stamp(promoted.At), ["forced"] = promoted.Forced };
        if (Quarantined is { } quarantined) json["quarantine"] = quarantined.Json();
        return json;
    }
}

internal sealed record Promotion(DateTimeOffset At, bool Forced);

/// <param name="Impact">As it was sent; null where nothing was.</param>
internal sealed record QuarantineRecord(string Id, string Experiment, string Name, string Reason, JsonNode? Impact, DateTimeOffset At)
{
    public JsonObject Json() => new()
    {
        ["record_id"] = Id,
        ["experiment_id"] = Experiment,
        ["name"] = Name,
        ["reason"] = Reason,
        ["impact_analysis"] = Impact?.DeepClone(),
        ["quarantined_at"] = Fields.Stamp(At),
        ["status"] = "under_review",
    };
}

/// <param name="SlowMilliseconds">That one request in twenty exceeds.</param>
/// <param name="Cost">Dollars a review.</param>
internal sealed record ExperimentFigures(double Accuracy, double ErrorRate, double SlowMilliseconds, double Cost)
{
    private const double LeastAccuracy = 0.95, MostErrors = 0.02, MostMilliseconds = 500;

    /// <summary>What stands against a promotion; empty where nothing does.</summary>
    public IReadOnlyList<string> Failed =>
    [
        .. Accuracy < LeastAccuracy ? [$"accuracy {Accuracy} is below {LeastAccuracy}"] : (string[])[],
        .. ErrorRate > MostErrors ? [$"error_rate {ErrorRate} is above {MostErrors}"] : (string[])[],
        .. SlowMilliseconds > MostMilliseconds ? [$"p95_ms {SlowMilliseconds} is above {MostMilliseconds}"] : (string[])[],
    ];

    public JsonObject Json() => new()
    {
        ["accuracy"] = Accuracy,
        ["error_rate"] = ErrorRate,
        ["p95_ms"] = SlowMilliseconds,
        ["cost_per_review_usd"] = Cost,
        ["passes"] = Failed.Count == 0,
        ["failed_checks"] = new JsonArray([.. Failed.Select(f => (JsonNode)f)]),
    };
}
