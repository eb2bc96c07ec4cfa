using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Access;
using OpsPortal.OnCall.Arranging;

namespace OpsPortal.OnCall.Calendars;

/// <summary>An address from which a calendar program reads shifts. Whoever has the address may read; the address itself is shown once.</summary>
public sealed class CalendarFeed
{
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the address, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose it is: with their account the feed ends.</summary>
    public Guid UserId { get; init; }

    /// <summary>Null for the shifts of its owner in all schedules.</summary>
    public Guid? ScheduleId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Accurate to an hour.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> feed)
    {
        feed.ToTable("calendar_feeds");
        feed.Property(f => f.Hash).HasMaxLength(64);
        feed.HasIndex(f => f.Hash).IsUnique();
        feed.HasOne<User>().WithMany().HasForeignKey(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
        feed.HasOne<OnCallSchedule>().WithMany().HasForeignKey(f => f.ScheduleId).OnDelete(DeleteBehavior.Cascade);
    }
}
