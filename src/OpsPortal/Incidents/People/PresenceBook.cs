using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.People;

/// <summary>
/// Who has which incident open on this process. Coming and going are written at once; that they are still there is written for all
/// of them together, one statement every half minute, however many pages are open. A process that dies is forgotten with its lease.
/// </summary>
public sealed class PresenceBook(IDbContextFactory<OpsPortalDbContext> contexts, ILiveBus bus, TimeProvider time, ILogger<PresenceBook> log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(75);

    private readonly Guid node = Guid.NewGuid();
    private readonly Lock changing = new();
    private readonly Dictionary<(long Incident, Guid Person), (string Name, int Pages)> open = [];

    /// <summary>Until what is returned is disposed of. The same person in two windows is there once.</summary>
    public async Task<IAsyncDisposable> EnterAsync(Actor actor, long incident, CancellationToken cancellation)
    {
        var key = (incident, actor.Id);
        bool first;
        lock (changing)
        {
            var pages = open.GetValueOrDefault(key).Pages + 1;
            open[key] = (actor.Name, pages);
            first = pages == 1;
        }
        if (first) await TellAsync([(incident, actor.Id, actor.Name)], incident, cancellation);
        return new Leaving(() => LeaveAsync(key));
    }

    /// <summary>Renews the leases, and clears away those that ended long ago.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        List<(long, Guid, string)> there;
        lock (changing) there = [.. open.Select(o => (o.Key.Incident, o.Key.Person, o.Value.Name))];
        if (there.Count == 0) return;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await WriteAsync(db, there, cancellation);
        var past = time.GetUtcNow() - Lease;
        await db.Presences.Where(p => p.Until < past).ExecuteDeleteAsync(cancellation);
    }

    private async Task TellAsync(List<(long, Guid, string)> there, long incident, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await WriteAsync(db, there, cancellation);
        await bus.PublishAsync(new(HintKind.Incident, $"{incident}"), cancellation);
    }

    private async Task WriteAsync(OpsPortalDbContext db, List<(long Incident, Guid Person, string Name)> there, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + Lease;
        var (incidents, people, names) = (there.Select(t => t.Incident).ToArray(), there.Select(t => t.Person).ToArray(), there.Select(t => t.Name).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into incident_presences (incident, user_id, node, name, until)
            select incident, person, {node}, name, {until} from unnest({incidents}, {people}, {names}) as there(incident, person, name)
            where exists (select 1 from incidents i where i.number = there.incident)
            on conflict (incident, user_id, node) do update set until = excluded.until
            """, cancellation);
    }

    private async ValueTask LeaveAsync((long Incident, Guid Person) key)
    {
        lock (changing)
        {
            var (name, pages) = open[key];
            if (pages > 1) { open[key] = (name, pages - 1); return; }
            open.Remove(key);
        }
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            await db.Presences.Where(p => p.Incident == key.Incident && p.UserId == key.Person && p.Node == node).ExecuteDeleteAsync();
            await bus.PublishAsync(new(HintKind.Incident, $"{key.Incident}"));
        }
        catch (Exception e)
        {
            // The lease ends by itself.
            log.LogWarning(e, "That somebody left INC-{Number} could not be told", key.Incident);
        }
    }

    private sealed class Leaving(Func<ValueTask> leave) : IAsyncDisposable
    {
        private int left;
        public ValueTask DisposeAsync() => Interlocked.Exchange(ref left, 1) == 0 ? leave() : ValueTask.CompletedTask;
    }
}

/// <summary>Keeps the leases for as long as this process serves pages.</summary>
internal sealed class PresenceWatch(PresenceBook book, TimeProvider time, ILogger<PresenceWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(PresenceBook.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try { await book.RenewAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Who looks at incidents could not be told; again in {Interval}", PresenceBook.Interval); }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
