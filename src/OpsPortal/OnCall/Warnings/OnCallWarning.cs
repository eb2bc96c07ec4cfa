using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.OnCall.Arranging;

namespace OpsPortal.OnCall.Warnings;

public enum WarningKind
{
    /// <summary>Nobody is on call.</summary>
    Gap,

    /// <summary>Somebody is on call whom nothing reaches.</summary>
    NoMethod,
}

/// <summary>What will go wrong with who is on call, before it does.</summary>
public sealed class OnCallWarning
{
    public Guid Id { get; init; }
    public Guid ScheduleId { get; init; }
    public WarningKind Kind { get; init; }

    /// <summary>Of <see cref="WarningKind.NoMethod"/>.</summary>
    public Guid? ContactId { get; init; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset To { get; set; }

    /// <summary>For a person, with what to do.</summary>
    public required string Sentence { get; set; }
    public DateTimeOffset FoundAt { get; init; }

    /// <summary>When the person it is about was written to; null where that was not possible, or is no use.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}

internal sealed class OnCallWarningMapping : IEntityTypeConfiguration<OnCallWarning>
{
    public void Configure(EntityTypeBuilder<OnCallWarning> warning)
    {
        warning.ToTable("on_call_warnings", t => t.HasCheckConstraint("ck_on_call_warnings_contact", "(kind = 'NoMethod') = (contact_id is not null)"));
        warning.HasOne<OnCallSchedule>().WithMany().HasForeignKey(w => w.ScheduleId).OnDelete(DeleteBehavior.Cascade);
        warning.HasIndex(w => w.ScheduleId);
    }
}
