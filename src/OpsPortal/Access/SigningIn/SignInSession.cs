using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Access;

/// <summary>One browser that somebody signed in with. The cookie names it; without it the cookie is worth nothing.</summary>
public sealed class SignInSession
{
    public Guid Id { get; init; }
    public Guid UserId { get; init; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Accurate to a minute.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When this person last proved who they are, by password, passkey or code.</summary>
    public DateTimeOffset ConfirmedAt { get; set; }

    /// <summary>"Firefox on Linux".</summary>
    public required string Device { get; init; }
    public required string Address { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class SignInSessionMapping : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> session)
    {
        session.ToTable("sign_in_sessions");
        session.Property(s => s.Device).HasMaxLength(100);
        session.Property(s => s.Address).HasMaxLength(64);
        session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => s.UserId);
    }
}
