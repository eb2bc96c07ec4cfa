namespace OpsPortal.Maintenance;

/// <summary>A line of a plan's checklist.</summary>
public sealed class MaintenanceItem
{
    public long Plan { get; init; }

    /// <summary>From 1 through the whole plan.</summary>
    public int Number { get; init; }

    /// <summary>Position of its phase.</summary>
    public int Phase { get; init; }
    public required string Text { get; init; }

    /// <summary>Slug of the runbook that has the step; null where only a person does it.</summary>
    public string? Runbook { get; init; }

    /// <summary>Id of the step that it runs.</summary>
    public string? Step { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How many people sign it: 0 where its step does, at most 2.</summary>
    public int Signatures { get; init; }

    /// <summary>Only after those above it in its phase.</summary>
    public bool Ordered { get; init; }
    public ItemState State { get; set; }

    /// <summary>Why it was skipped or failed; what its step said.</summary>
    public string? Reason { get; set; }

    /// <summary>Who skipped it or called it failed.</summary>
    public string? By { get; set; }
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>The newest execution of its step.</summary>
    public long? Execution { get; set; }
    public StepOutcome Outcome { get; set; }
    public List<MaintenanceSignature> Signed { get; init; } = [];

    public bool Runs => Step is not null;
    public bool Settled => State is ItemState.Done or ItemState.Skipped;
    public IEnumerable<MaintenanceSignature> Standing => Signed.Where(s => s.WithdrawnAt is null).OrderBy(s => s.At);

    /// <summary>What is still missing before it is done.</summary>
    public bool Complete => (!Runs || Outcome == StepOutcome.Met || Outcome == StepOutcome.Judge && Standing.Any())
        && Standing.Select(s => s.UserId).Distinct().Count() >= Signatures;
}

public enum ItemState
{
    Open,
    Done,
    Skipped,

    /// <summary>Tried, and not as it should be.</summary>
    Failed,
}

/// <summary>How the step of an item stands.</summary>
public enum StepOutcome
{
    None,
    Running,
    Met,

    /// <summary>It ran; whether that is good is for a person to say, by signing.</summary>
    Judge,
    NotMet,
}

/// <summary>A named person says that an item is done.</summary>
public sealed class MaintenanceSignature
{
    public Guid Id { get; init; }
    public long Plan { get; init; }
    public int Item { get; init; }

    /// <summary>The tick's own key: however often it is sent, it is one signature.</summary>
    public required string Key { get; init; }
    public Guid UserId { get; init; }
    public required string Name { get; init; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When it was made, as the browser says, where that was earlier: the network was away.</summary>
    public DateTimeOffset? TickedAt { get; init; }
    public string? Note { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>A line of the plan's own log, in the record.</summary>
public sealed class MaintenanceEntry
{
    public long Plan { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string Text { get; init; }
}
