using System.Runtime.CompilerServices;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Output;

/// <summary>Output as it comes, from any process, resumed from any number.</summary>
public sealed class OutputReader(ExecutionQueries executions, ILiveBus bus, TimeProvider time)
{
    private const int LinesAtOnce = 2_000;

    /// <summary>Hints may be lost; so often is looked without one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>At most 20 batches a second: a chatty step must not flood a page.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <summary>What is stored after line <paramref name="after"/>, then what comes, until the execution has ended; the last batch is complete.
    /// Ends at once where there is no such execution.</summary>
    public async IAsyncEnumerable<OutputPage> FollowAsync(long id, int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var hints = bus.Subscribe(HintKind.Execution, $"{id}");
        while (await executions.OutputAsync(id, after, LinesAtOnce, cancellation) is { } page)
        {
            if (page.Lines.Count > 0 || page.Complete) yield return page;
            if (page.Complete) yield break;
            after = page.To;
            if (page.Lines.Count == 0) await hints.NextAsync(Patience, cancellation);
            // A pause after lines only: the first ones are shown the moment they are there.
            else if (page.Lines.Count < LinesAtOnce) await Task.Delay(Breath, time, cancellation);
        }
    }
}
