using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Checks.History;

/// <summary>One run of the last hours, as it came. Later it is packed with the others of its hour.</summary>
public sealed class CheckSample
{
    public int CheckId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>A <see cref="Judging.CheckOutcome"/>; its number, because there are many of them.</summary>
    public short Outcome { get; init; }
    public float? Value { get; init; }
}

/// <summary>All runs of one check in one hour, a few bytes each (<see cref="SamplePack"/>); kept for days.</summary>
public sealed class CheckPack
{
    public int CheckId { get; init; }
    public DateTimeOffset Hour { get; init; }
    public required byte[] Samples { get; init; }
}

/// <summary>How many runs of a time came to what, and what they measured.</summary>
public abstract class CheckRollup
{
    public int CheckId { get; init; }
    public int Passed { get; init; }
    public int Warned { get; init; }
    public int Failed { get; init; }
    public int Unknown { get; init; }

    /// <summary>Of the values, where there are any.</summary>
    public float? Min { get; init; }
    public float? Average { get; init; }
    public float? Max { get; init; }
    public float? P95 { get; init; }
}

/// <summary>Kept for months.</summary>
public sealed class CheckHour : CheckRollup
{
    public DateTimeOffset Hour { get; init; }
}

/// <summary>Of UTC; kept for years.</summary>
public sealed class CheckDay : CheckRollup
{
    public DateOnly Day { get; init; }
}

internal sealed class HistoryMapping : IEntityTypeConfiguration<CheckSample>, IEntityTypeConfiguration<CheckPack>, IEntityTypeConfiguration<CheckHour>, IEntityTypeConfiguration<CheckDay>
{
    public void Configure(EntityTypeBuilder<CheckSample> sample)
    {
        sample.ToTable("check_samples", table => table.HasCheckConstraint("ck_check_samples_outcome", "outcome between 0 and 3"));
        sample.HasKey(s => new { s.CheckId, s.At });
    }

    public void Configure(EntityTypeBuilder<CheckPack> pack)
    {
        pack.ToTable("check_packs");
        pack.HasKey(p => new { p.CheckId, p.Hour });
    }

    public void Configure(EntityTypeBuilder<CheckHour> hour)
    {
        hour.ToTable("check_hours");
        hour.HasKey(h => new { h.CheckId, h.Hour });
    }

    public void Configure(EntityTypeBuilder<CheckDay> day)
    {
        day.ToTable("check_days");
        day.HasKey(d => new { d.CheckId, d.Day });
        // a status page asks for the same days of all checks
        day.HasIndex(d => d.Day);
    }
}
