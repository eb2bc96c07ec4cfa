using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Access;

/// <summary>
/// The standing of everybody who is about. It is read once and then kept; a change of rights is read again before the operation that
/// made it returns, in other processes as soon as they hear of it, and every few seconds in case they do not.
/// </summary>
public sealed class Standings(IDbContextFactory<OpsPortalDbContext> storage, ILiveBus bus, TimeProvider time, ILogger<Standings> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<StandingKey, WeakReference<Standing>> kept = new();

    public async ValueTask<Standing> OfAsync(StandingKey key, CancellationToken cancellation)
    {
        if (kept.TryGetValue(key, out var known) && known.TryGetTarget(out var standing)) return standing;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        standing = Keep(key, new(await RightsReader.ReadAsync(db, key, time.GetUtcNow(), cancellation)));
        // Read again now that it is kept: what changed in between has been refreshed without it.
        standing.Set(await RightsReader.ReadAsync(db, key, time.GetUtcNow(), cancellation));
        return standing;
    }

    /// <summary>One for everybody who asks with this key: a second one would never hear of a change.</summary>
    private Standing Keep(StandingKey key, Standing made)
    {
        lock (kept)
        {
            if (kept.TryGetValue(key, out var known) && known.TryGetTarget(out var there)) return there;
            kept[key] = new(made);
            return made;
        }
    }

    /// <summary>For the end of an operation that changed rights, sessions or tokens: nobody in this process acts on the old ones any more.</summary>
    public async Task ChangedAsync(CancellationToken cancellation)
    {
        await RefreshAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Access, ""), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var hints = bus.SubscribeAll(HintKind.Access);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await hints.NextAsync(Patience, stoppingToken);
                await RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                // of whatever kind: a lost connection comes wrapped in other exceptions, and one that left here would end the process
                log.LogWarning(e, "Rights could not be read again; the next attempt follows in {Patience}", Patience);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        if (kept.IsEmpty) return;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        foreach (var (key, known) in kept)
            if (known.TryGetTarget(out var standing)) standing.Set(await RightsReader.ReadAsync(db, key, time.GetUtcNow(), cancellation));
            else kept.TryRemove(new(key, known));
    }
}
