using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Access;

/// <summary>A role given to a person or to a group, in one place or everywhere.</summary>
public sealed class RoleGrant
{
    public Guid Id { get; init; }
    public Role Role { get; init; }

    /// <summary>Whom; either this or <see cref="GroupId"/>.</summary>
    public Guid? UserId { get; init; }
    public Guid? GroupId { get; init; }

    /// <summary>Null means every environment.</summary>
    public Guid? EnvironmentId { get; init; }

    /// <summary>Slug; null means every system.</summary>
    public string? System { get; init; }
    public DateTimeOffset GivenAt { get; init; }
    public required string GivenBy { get; init; }
}

/// <summary>People who get the same rights.</summary>
public sealed class AccountGroup
{
    public Guid Id { get; init; }

    /// <summary>Unique; the identity provider may use the same.</summary>
    public required string Name { get; set; }
    public List<GroupMember> Members { get; } = [];
}

public sealed class GroupMember
{
    public Guid GroupId { get; init; }
    public AccountGroup? Group { get; init; }
    public Guid UserId { get; init; }

    /// <summary>The identity provider said so, and may say otherwise at the next sign-in.</summary>
    public bool FromProvider { get; init; }
}

internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>, IEntityTypeConfiguration<AccountGroup>, IEntityTypeConfiguration<GroupMember>
{
    public void Configure(EntityTypeBuilder<RoleGrant> grant)
    {
        grant.ToTable("role_grants", table =>
        {
            table.HasCheckConstraint("ck_role_grants_to_one", "(user_id is null) <> (group_id is null)");
            table.HasCheckConstraint("ck_role_grants_role", "role <> 'None'");
        });
        grant.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        grant.HasOne<AccountGroup>().WithMany().HasForeignKey(g => g.GroupId).OnDelete(DeleteBehavior.Cascade);
        grant.Property(g => g.System).HasMaxLength(80);
    }

    public void Configure(EntityTypeBuilder<AccountGroup> group)
    {
        group.ToTable("account_groups");
        group.Property(g => g.Name).HasMaxLength(100);
        group.HasIndex(g => g.Name).IsUnique();
        group.HasMany(g => g.Members).WithOne(m => m.Group).HasForeignKey(m => m.GroupId);
    }

    public void Configure(EntityTypeBuilder<GroupMember> member)
    {
        member.ToTable("group_members");
        member.HasKey(m => new { m.GroupId, m.UserId });
        member.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
