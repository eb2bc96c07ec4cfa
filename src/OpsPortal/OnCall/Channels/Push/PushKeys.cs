using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Channels.Push;

/// <summary>The key by which push services know this portal (RFC 8292). There is one; browsers that subscribed to it are lost with it.</summary>
public sealed class PushKey
{
    public const int Only = 1;

    public int Id { get; init; } = Only;

    /// <summary>Base64url of the uncompressed point; browsers are given it.</summary>
    public required string PublicKey { get; init; }

    /// <summary>PKCS #8, encrypted.</summary>
    public required string ProtectedPrivateKey { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Reads the portal's key for push services, and makes it when it is needed for the first time.</summary>
public sealed class PushKeys(IDbContextFactory<OpsPortalDbContext> storage, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.OnCall.WebPush");

    /// <summary>What a browser subscribes with.</summary>
    public async Task<string> PublicKeyAsync(CancellationToken cancellation) => (await FindAsync(cancellation)).PublicKey;

    /// <exception cref="CryptographicException">It was encrypted with a key that is gone.</exception>
    internal async Task<(string PublicKey, ECDsa Key)> SigningAsync(CancellationToken cancellation)
    {
        var stored = await FindAsync(cancellation);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(stored.ProtectedPrivateKey)), out _);
        return (stored.PublicKey, key);
    }

    private async Task<PushKey> FindAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.PushKeys.AsNoTracking().FirstOrDefaultAsync(cancellation) is { } known) return known;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Two browsers that ask first at once get the same one.
        await db.LockAsync("push-key", cancellation);
        if (await db.PushKeys.AsNoTracking().FirstOrDefaultAsync(cancellation) is { } meanwhile) return meanwhile;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new PushKey
        {
            PublicKey = Base64Url.EncodeToString(PushEncryption.Point(made.ExportParameters(false).Q)),
            ProtectedPrivateKey = protector.Protect(Convert.ToBase64String(made.ExportPkcs8PrivateKey())),
            CreatedAt = time.GetUtcNow(),
        };
        db.PushKeys.Add(key);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return key;
    }
}
