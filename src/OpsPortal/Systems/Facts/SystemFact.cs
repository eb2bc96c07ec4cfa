using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;

namespace OpsPortal.Systems.Facts;

/// <summary>
/// One severity, contact, check … of a system. What its runbooks say and what people set by hand are kept apart, so that neither
/// overwrites the other; <see cref="FactState.Value"/> tells which holds. <see cref="SystemPolicy"/> has all of a system's with types.
/// </summary>
public sealed class SystemFact
{
    public Guid Id { get; init; }
    public Guid SystemId { get; init; }
    public FactKind Kind { get; init; }

    /// <summary>Stable, unique per system and kind, can stand in an address: <c>p1</c>, <c>on-call-engineer</c>.</summary>
    public required string Key { get; init; }

    /// <summary>In the order in which they came; empty where people added it.</summary>
    public IReadOnlyList<FactOrigin> Origins { get; set; } = [];

    /// <summary>Field → what people made of it; the empty text is no value. Fields that are not here are the runbook's.</summary>
    public IReadOnlyDictionary<string, string> ByHand { get; set; } = new Dictionary<string, string>();

    /// <summary>Field → the runbook that people decided for where two say different things.</summary>
    public IReadOnlyDictionary<string, Guid> Choices { get; set; } = new Dictionary<string, Guid>();

    /// <summary>No runbook says it any more; it was kept because people had changed it.</summary>
    public bool Gone { get; set; }

    /// <summary>Counts changes, by runbooks and by people; the ETag.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>Who changed it by hand last.</summary>
    public string? ChangedBy { get; set; }
    public DateTimeOffset? ChangedAt { get; set; }

    public FactState State => new(Origins, ByHand, Choices, Gone);

    internal void Become(FactState state)
    {
        (Origins, ByHand, Choices, Gone) = (state.Origins, state.ByHand, state.Choices, state.Gone);
        Revision++;
    }
}

/// <summary>What one runbook says.</summary>
/// <param name="Runbook">Its slug.</param>
/// <param name="Line">1-based.</param>
/// <param name="Anchor">Of the section on the runbook's page.</param>
/// <param name="Says">Field → value as it is stored (<see cref="FieldText"/>); fields of which it says nothing are left out.</param>
public sealed record FactOrigin(Guid RunbookId, string Runbook, int Line, string? Anchor, IReadOnlyDictionary<string, string> Says)
{
    public string Address => $"/runbooks/{Runbook}{(Anchor is null ? "" : $"#{Anchor}")}";

    /// <summary>Records compare dictionaries by reference, which is of no use here.</summary>
    public bool IsAs(FactOrigin other) =>
        (RunbookId, Runbook, Line, Anchor) == (other.RunbookId, other.Runbook, other.Line, other.Anchor)
        && Says.Count == other.Says.Count && Says.All(s => other.Says.TryGetValue(s.Key, out var value) && value == s.Value);
}

internal sealed class SystemFactMapping : IEntityTypeConfiguration<SystemFact>
{
    public void Configure(EntityTypeBuilder<SystemFact> fact)
    {
        fact.ToTable("system_facts", t => t.HasCheckConstraint("ck_system_facts_key", "key <> ''"));
        fact.HasOne<OpsSystem>().WithMany().HasForeignKey(f => f.SystemId);
        fact.HasIndex(f => new { f.SystemId, f.Kind, f.Key }).IsUnique();
        // An alert that comes in is looked up by its name alone.
        fact.HasIndex(f => new { f.Kind, f.Key });
        fact.Property(f => f.Origins).IsJson();
        fact.Property(f => f.ByHand).IsJson();
        fact.Property(f => f.Choices).IsJson();
        fact.Ignore(f => f.State);
    }
}
