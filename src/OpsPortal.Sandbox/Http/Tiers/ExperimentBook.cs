using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>The experiments of the platform and what became of them; all three tiers read it. Safe for concurrent use.</summary>
internal sealed class ExperimentBook
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Experiment> all = [];
    private int last = 42;

    public ExperimentBook(DateTimeOffset now)
    {
        var (age, begun) = (TimeSpan.FromDays(3), now - TimeSpan.FromDays(20));
        Keep(new("exp-40", "Terse prompt", "Prompt without examples", "gpt-4", null, "Review:", "primary", ["terse"], begun)
        {
            StartedAt = begun,
            Samples = 400,
            Language = "python",
            Known = new(0.92, 0.011, 290, 0.006),
            Quarantined = new("q-1", "exp-40", "Terse prompt", "Accuracy too low (0.92 < 0.95)", new JsonObject { ["affected_models"] = new JsonArray("gpt-4") }, begun + age),
        });
        Keep(new("exp-41", "Prompt v1", "The prompt that V2 runs", "gpt-4", "claude-3-opus-20240229", "Review this code and name risks.", "primary", ["prompt-v1"], begun)
        {
            StartedAt = begun,
            Samples = 800,
            Language = "python",
            Known = new(0.961, 0.006, 305, 0.011),
            Promoted = new(now - TimeSpan.FromDays(15), Forced: false),
        });
        Keep(new("exp-42", "Prompt v2", "Prompt with a checklist", "claude-3-opus-20240229", "gpt-4", "Go through the checklist.", "primary", ["prompt-v2"], now - age)
        {
            StartedAt = now - age,
            Samples = 800,
            Language = "python",
            Known = new(0.972, 0.004, 342, 0.014),
        });
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Experiment> All { get { lock (gate) return [.. all.Values.OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id, StringComparer.Ordinal)]; } }

    public IReadOnlyList<QuarantineRecord> Quarantined => [.. All.Select(e => e.Quarantined).OfType<QuarantineRecord>().OrderByDescending(q => q.At)];

    public Experiment? Find(string id)
    {
        lock (gate) return all.GetValueOrDefault(id);
    }

    /// <param name="make">From its new name.</param>
    public Experiment Add(Func<string, Experiment> make)
    {
        lock (gate) return Keep(make($"exp-{++last}"));
    }

    public Experiment Keep(Experiment experiment)
    {
        lock (gate) return all[experiment.Id] = experiment;
    }

    public string NextRecord() => $"q-{Quarantined.Count + 1}";
}
