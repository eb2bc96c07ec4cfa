using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Flow;

/// <summary>Waits for the first line of an input, or its end, without losing it.</summary>
internal static class FirstLine
{
    public static async Task<IAsyncEnumerable<string>> AwaitAsync(IAsyncEnumerable<string> input, CancellationToken cancellation)
    {
        var lines = input.GetAsyncEnumerator(cancellation);
        return RestAsync(lines, await lines.MoveNextAsync(), cancellation);
    }

    private static async IAsyncEnumerable<string> RestAsync(IAsyncEnumerator<string> lines, bool any, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using (lines)
            for (; any; any = await lines.MoveNextAsync())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return lines.Current;
            }
    }
}

/// <summary>One writer at a time: the stages of a pipe write when they like.</summary>
internal sealed class SerialOutput(IOutput output) : IOutput, IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public async ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            await output.WriteAsync(stream, line, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
