using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Access;
using OpsPortal.OnCall.Channels.Push;

namespace OpsPortal.OnCall.Contacts;

internal sealed class ContactMapping : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.ToTable("contacts", t => t.HasCheckConstraint("ck_contacts_name", "name <> ''"));
        contact.Property(c => c.Name).HasMaxLength(SaveContact.LongestName);
        contact.Property(c => c.TimeZone).HasMaxLength(100);
        contact.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.SetNull);
        contact.HasIndex(c => c.UserId).IsUnique().HasFilter("removed_at is null");
        contact.Ignore(c => c.CanBeReached);
    }
}

internal sealed class ContactMethodMapping : IEntityTypeConfiguration<ContactMethod>
{
    public void Configure(EntityTypeBuilder<ContactMethod> method)
    {
        method.ToTable("contact_methods", t =>
        {
            t.HasCheckConstraint("ck_contact_methods_disabled_says_why", "(disabled_at is null) = (disabled_reason is null)");
            t.HasCheckConstraint("ck_contact_methods_code", "(code_hash is null) = (code_sent_at is null)");
        });
        method.HasOne(m => m.Contact).WithMany(c => c.Methods).HasForeignKey(m => m.ContactId).OnDelete(DeleteBehavior.Cascade);
        method.HasIndex(m => new { m.ContactId, m.Position });
        method.Ignore(m => m.Works);
    }
}

internal sealed class PushKeyMapping : IEntityTypeConfiguration<PushKey>
{
    public void Configure(EntityTypeBuilder<PushKey> key)
    {
        key.ToTable("push_keys", t => t.HasCheckConstraint("ck_push_keys_only_one", "id = 1"));
        key.Property(k => k.Id).ValueGeneratedNever();
    }
}
