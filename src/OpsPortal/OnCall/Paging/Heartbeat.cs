using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>
/// A sign of life to somebody outside (<c>Paging:Heartbeat</c>), who calls when it stays away: paging that is dead cannot say so. It is
/// only given when the database answers and nothing that is due waits for long.
/// </summary>
internal sealed class Heartbeat(IDbContextFactory<OpsPortalDbContext> contexts, IHttpClientFactory http, IConfiguration configuration, TimeProvider time, ILogger<Heartbeat> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);
    private DateTimeOffset next = DateTimeOffset.MinValue;

    public async Task BeatAsync(CancellationToken cancellation)
    {
        if (configuration["Paging:Heartbeat"] is not { Length: > 0 } address || time.GetUtcNow() < next) return;
        next = time.GetUtcNow() + Every;
        if (await LagAsync(cancellation) > Late)
        {
            log.LogError("Pages wait for longer than {Late}; the heartbeat is left out", Late);
            return;
        }
        try
        {
            using var client = http.CreateClient(nameof(Heartbeat));
            client.Timeout = TimeSpan.FromSeconds(10);
            using var answer = await client.PostAsync(new Uri(address), null, cancellation);
            if (!answer.IsSuccessStatusCode) log.LogWarning("The heartbeat was answered with {Status}", (int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("The heartbeat did not get through: {Trouble}", e.Message);
        }
    }

    /// <summary>For how long the oldest attempt that is due has waited.</summary>
    public async Task<TimeSpan> LagAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var oldest = await db.PageAttempts.Where(a => a.State == AttemptState.Waiting).MinAsync(a => (DateTimeOffset?)a.DueAt, cancellation);
        return oldest is { } due && due < time.GetUtcNow() ? time.GetUtcNow() - due : TimeSpan.Zero;
    }
}
