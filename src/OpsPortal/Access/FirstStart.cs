using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>
/// Makes a new portal reachable: a one-time link for its first administrator, and an API token for automation where one was given.
/// <c>OPSPORTAL_ONE_TIME_CODE</c> is set by whoever starts the portal and hands out the link; without it, and while there is no
/// administrator, a code is made here and the link is logged.
/// </summary>
public sealed class FirstStart(
    IDbContextFactory<OpsPortalDbContext> storage, IServiceScopeFactory scopes, IConfiguration configuration, PatientStart start, TimeProvider time, ILogger<FirstStart> log) : IHostedService
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);

    public Task StartAsync(CancellationToken cancellationToken) => start.DoAsync(MakeReachableAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeReachableAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var given = configuration["OPSPORTAL_ONE_TIME_CODE"];
        if (given is not null || !await db.Users.AnyAsync(u => u.Role == Role.Administrator && !u.Automation && u.DisabledAt == null, cancellation))
            await IssueAsync(db, given, cancellation);
        if (configuration["OPSPORTAL_ADMIN_TOKEN"] is { Length: > 0 } token) await AcceptAsync(db, token, cancellation);
    }

    private async Task IssueAsync(OpsPortalDbContext db, string? given, CancellationToken cancellation)
    {
        var code = given ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var hash = ApiToken.HashOf(code);
        if (await db.OneTimeLinks.AnyAsync(l => l.Hash == hash, cancellation)) return;
        db.OneTimeLinks.Add(new() { Hash = hash, CreatedAt = time.GetUtcNow(), ExpiresAt = time.GetUtcNow() + LinkLife });
        await db.SaveChangesAsync(cancellation);
        if (given is null) log.LogWarning("There is no administrator yet. Open /setup?code={Code} within 24 hours to become one.", code);
    }

    private async Task AcceptAsync(OpsPortalDbContext db, string token, CancellationToken cancellation)
    {
        var hash = ApiToken.HashOf(token);
        if (await db.ApiTokens.AnyAsync(t => t.Hash == hash, cancellation)) return;
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await users.FindByNameAsync("automation");
        if (user is null)
        {
            // No password: this account signs in by its token only.
            user = new User { UserName = "automation", DisplayName = "Automation", Role = Role.Administrator, Automation = true };
            var made = await users.CreateAsync(user);
            if (!made.Succeeded) throw new InvalidOperationException($"The automation account could not be made: {made}");
        }
        db.ApiTokens.Add(new() { Name = "OPSPORTAL_ADMIN_TOKEN", Hash = hash, UserId = user.Id, CreatedAt = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellation);
    }
}
