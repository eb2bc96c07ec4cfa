using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Api;

/// <summary>
/// Tells clients that something moved. Numbers only: what they mean is read over the REST API, so nothing can be lost here. Whoever may not see a
/// thing is not told that it moves either; asked at the beginning and with every hint, since a right may be taken away meanwhile.
/// </summary>
[Authorize]
public sealed class OperationsHub(ILiveBus bus, ExecutionQueries executions, IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time) : Hub
{
    public const string Path = "/hubs/operations";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <param name="kind"><c>execution</c>, <c>incident</c>, <c>run</c> or <c>status</c>.</param>
    /// <param name="after">What the client has: the number of a line, or of an entry of a timeline.</param>
    /// <returns>For an execution its last line, for an incident its last entry, at once where there is more than <paramref name="after"/>, and again whenever it moved.
    /// Otherwise the number of each hint.</returns>
    public async IAsyncEnumerable<long> Follow(string kind, string id, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Enum.TryParse<HintKind>(kind, ignoreCase: true, out var known) || known is not (HintKind.Execution or HintKind.Run or HintKind.Incident or HintKind.Status))
            throw new HubException($"There is nothing called \"{kind}\" to follow. Follow execution, incident, run or status.");
        await using var hints = bus.Subscribe(known, id);
        if (await RefusalAsync(known, id, cancellation) is { } refused) throw new HubException(refused);
        var last = await LastAsync(known, id, cancellation);
        if (last > after) yield return last.Value;
        while (!cancellation.IsCancellationRequested)
        {
            // Without a hint they are looked at all the same: hints may be lost.
            var hint = await hints.NextAsync(Patience, cancellation);
            if (hint is null && known is not (HintKind.Execution or HintKind.Incident)) continue;
            if (await RefusalAsync(known, id, cancellation) is { } ended) throw new HubException(ended);
            yield return await LastAsync(known, id, cancellation) ?? hint?.Number ?? 0;
            await Task.Delay(Breath, time, cancellation);
        }
    }

    /// <summary>Why this person is not told of it; null where they are. What is not seen (<see cref="Sight"/>) is not there.</summary>
    private async Task<string?> RefusalAsync(HintKind kind, string id, CancellationToken cancellation) => kind switch
    {
        HintKind.Execution => await LastAsync(kind, id, cancellation) is null ? $"There is no execution {id}." : null,
        HintKind.Incident => await LastAsync(kind, id, cancellation) is null ? $"There is no incident INC-{id}." : null,
        HintKind.Run => await SeesRunAsync(id, cancellation) ? null : $"There is no run {id}.",
        // the portal's processes are shown to administrators only
        _ => Context.User?.ToActor() is { } actor ? actor.May(Permission.Administer, toDoWhat: "follow the portal's processes")?.Detail : "Sign in first.",
    };

    /// <param name="id">Of a run, or of a runbook and an environment one behind the other, as their open run is told of.</param>
    private async Task<bool> SeesRunAsync(string id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (Guid.TryParse(id, out var run)) return await db.Runs.AnyAsync(r => r.Id == run && db.Runbooks.Any(b => b.Id == r.RunbookId), cancellation);
        return id.Length == 64 && Guid.TryParseExact(id[..32], "N", out var runbook) && Guid.TryParseExact(id[32..], "N", out var environment)
            && await db.Runbooks.AnyAsync(b => b.Id == runbook, cancellation) && await db.Environments.AnyAsync(e => e.Id == environment, cancellation);
    }

    private async Task<long?> LastAsync(HintKind kind, string id, CancellationToken cancellation)
    {
        if (kind is not (HintKind.Execution or HintKind.Incident) || !long.TryParse(id, CultureInfo.InvariantCulture, out var number)) return null;
        if (kind == HintKind.Execution) return (await executions.GetAsync(number, cancellation))?.LastLine;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Incidents.Where(i => i.Number == number).Select(i => (long?)i.LastEntry).FirstOrDefaultAsync(cancellation);
    }
}
