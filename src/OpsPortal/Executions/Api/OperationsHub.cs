using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Api;

/// <summary>Tells clients that something moved. Numbers only: what they mean is read over the REST API, so nothing can be lost here.</summary>
[Authorize]
public sealed class OperationsHub(ILiveBus bus, ExecutionQueries executions, TimeProvider time) : Hub
{
    public const string Path = "/hubs/operations";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <param name="kind"><c>execution</c>, <c>incident</c>, <c>run</c> or <c>status</c>.</param>
    /// <param name="after">What the client has; for an execution the number of a line.</param>
    /// <returns>For an execution its last line, at once where there is more than <paramref name="after"/>, and again whenever its state or output moved.
    /// Otherwise the number of each hint.</returns>
    public async IAsyncEnumerable<long> Follow(string kind, string id, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Enum.TryParse<HintKind>(kind, ignoreCase: true, out var known) || known is not (HintKind.Execution or HintKind.Run or HintKind.Incident or HintKind.Status))
            throw new HubException($"There is nothing called \"{kind}\" to follow. Follow execution, incident, run or status.");
        await using var hints = bus.Subscribe(known, id);
        var last = await LastAsync(known, id, cancellation);
        if (known == HintKind.Execution && last is null) throw new HubException($"There is no execution {id}.");
        if (last > after) yield return last.Value;
        while (!cancellation.IsCancellationRequested)
        {
            // Without a hint an execution is looked at all the same: hints may be lost.
            var hint = await hints.NextAsync(Patience, cancellation);
            if (hint is null && known != HintKind.Execution) continue;
            yield return await LastAsync(known, id, cancellation) ?? hint?.Number ?? 0;
            await Task.Delay(Breath, time, cancellation);
        }
    }

    private async Task<long?> LastAsync(HintKind kind, string id, CancellationToken cancellation) =>
        kind == HintKind.Execution && long.TryParse(id, CultureInfo.InvariantCulture, out var number)
            ? (await executions.GetAsync(number, cancellation))?.LastLine
            : null;
}
