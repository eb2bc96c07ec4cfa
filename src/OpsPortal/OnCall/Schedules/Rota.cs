namespace OpsPortal.OnCall.Schedules;

/// <summary>What a schedule comes to. Shifts and gaps together leave no instant out and cover none twice.</summary>
/// <param name="Shifts">By time.</param>
/// <param name="Shadows">By time; they run beside the shifts and never name their owner.</param>
/// <param name="Gaps">By time: nobody is on call.</param>
public sealed record Rota(IReadOnlyList<Shift> Shifts, IReadOnlyList<Shift> Shadows, IReadOnlyList<Gap> Gaps)
{
    public static Rota Empty { get; } = new([], [], []);

    /// <summary>Shifts of one person that follow each other without a break, as one: what a person calls "until when".</summary>
    public IReadOnlyList<Spell> Spells => Spell.Of(Shifts);
}

/// <summary>One person, from one instant until another.</summary>
/// <param name="To">The first instant that is no longer theirs.</param>
/// <param name="Layer">Null where an override made it.</param>
/// <param name="Turn">Of the layer, from 0.</param>
public sealed record Shift(Guid Person, DateTimeOffset From, DateTimeOffset To, ShiftLayer? Layer, long Turn, Guid? Override)
{
    /// <summary>For a person to read.</summary>
    public string Because => Layer is { } layer ? $"turn {Turn + 1} of {layer.Name}" : "override";

    public bool Covers(DateTimeOffset at) => From <= at && at < To;

    /// <summary>Ends of what it was cut out of: the same in every edition that did not move the turn.</summary>
    internal (DateTimeOffset From, DateTimeOffset To) Whole { get; init; }

    /// <summary>It comes out of the same turn or the same override.</summary>
    internal bool IsPartOf(Shift other) => (Person, Layer?.Id, Turn, Override, Whole) == (other.Person, other.Layer?.Id, other.Turn, other.Override, other.Whole);
}

public sealed record ShiftLayer(Guid Id, string Name);

/// <summary>Nobody is on call.</summary>
public sealed record Gap(DateTimeOffset From, DateTimeOffset To);

/// <inheritdoc cref="Rota.Spells"/>
public sealed record Spell(Guid Person, DateTimeOffset From, DateTimeOffset To)
{
    internal static IReadOnlyList<Spell> Of(IEnumerable<Shift> shifts)
    {
        List<Spell> spells = [];
        foreach (var shift in shifts)
            if (spells is [.., var last] && last.Person == shift.Person && last.To == shift.From) spells[^1] = last with { To = shift.To };
            else spells.Add(new(shift.Person, shift.From, shift.To));
        return spells;
    }
}
