using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Arranging;

internal sealed class OnCallScheduleMapping : IEntityTypeConfiguration<OnCallSchedule>
{
    public void Configure(EntityTypeBuilder<OnCallSchedule> schedule)
    {
        schedule.ToTable("schedules", t => t.HasCheckConstraint("ck_schedules_slug", "slug <> ''"));
        schedule.Property(s => s.Slug).HasMaxLength(Slug.MaxLength);
        schedule.HasIndex(s => s.Slug).IsUnique().HasFilter("removed_at is null");
        schedule.HasMany(s => s.Editions).WithOne().HasForeignKey(e => e.ScheduleId).OnDelete(DeleteBehavior.Cascade);
        schedule.HasMany(s => s.Overrides).WithOne().HasForeignKey(o => o.ScheduleId).OnDelete(DeleteBehavior.Cascade);
        schedule.Ignore(s => s.Current);
    }
}

internal sealed class ScheduleEditionMapping : IEntityTypeConfiguration<ScheduleEdition>
{
    public void Configure(EntityTypeBuilder<ScheduleEdition> edition)
    {
        edition.ToTable("schedule_editions");
        edition.Property(e => e.Layers).IsJson();
        edition.HasIndex(e => new { e.ScheduleId, e.ValidFrom }).IsUnique();
    }
}

internal sealed class ShiftOverrideMapping : IEntityTypeConfiguration<ShiftOverride>
{
    public void Configure(EntityTypeBuilder<ShiftOverride> stand)
    {
        stand.ToTable("shift_overrides", t => t.HasCheckConstraint("ck_shift_overrides_ends_after_its_start", "\"to\" > \"from\""));
        stand.Property(o => o.Number).UseIdentityByDefaultColumn();
        stand.HasOne<Contact>().WithMany().HasForeignKey(o => o.ContactId).OnDelete(DeleteBehavior.Restrict);
        stand.HasIndex(o => new { o.ScheduleId, o.To });
        stand.HasIndex(o => o.Number).IsUnique();
    }
}
