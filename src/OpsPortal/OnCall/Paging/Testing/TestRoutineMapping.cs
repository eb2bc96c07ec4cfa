using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Contacts;

namespace OpsPortal.OnCall.Paging.Testing;

internal sealed class TestRoutineMapping : IEntityTypeConfiguration<TestRoutine>
{
    public void Configure(EntityTypeBuilder<TestRoutine> routine)
    {
        routine.ToTable("test_routines", table => table.HasCheckConstraint("ck_test_routines_whom", "(schedule_id is null) <> (contact_id is null)"));
        routine.HasIndex(r => r.NextAt);
        routine.HasOne<OnCallSchedule>().WithMany().HasForeignKey(r => r.ScheduleId).OnDelete(DeleteBehavior.Restrict);
        routine.HasOne<Contact>().WithMany().HasForeignKey(r => r.ContactId).OnDelete(DeleteBehavior.Restrict);
        routine.HasOne<Page>().WithMany().HasForeignKey(r => r.LastPage).OnDelete(DeleteBehavior.SetNull);
    }
}
