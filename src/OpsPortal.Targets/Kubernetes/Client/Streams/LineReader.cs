using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Bytes that come in pieces → lines, without their line feed.</summary>
internal static class LineReader
{
    /// <param name="longest">Bytes kept of a line, the rest of which is dropped; null keeps all.</param>
    /// <returns>Each line is valid until the next one is asked for. <c>Whole</c> is false for a cut one, and for one that the end of the stream broke off.</returns>
    public static async IAsyncEnumerable<(ReadOnlySequence<byte> Line, bool Whole)> ReadAsync(
        Stream stream, long? longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        try
        {
            var limit = longest ?? long.MaxValue;
            var dropping = false;
            for (long searched = 0; ;)
            {
                var result = await reader.ReadAsync(cancellation);
                var buffer = result.Buffer;
                while (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    if (!dropping)
                        yield return (line.Slice(0, Math.Min(line.Length, limit)), line.Length <= limit);
                    dropping = false;
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    searched = 0;
                }
                if (!dropping && buffer.Length > limit)
                {
                    yield return (buffer.Slice(0, limit), false);
                    dropping = true;
                }
                if (result.IsCompleted)
                {
                    if (!dropping && buffer.Length > 0)
                        yield return (buffer, false);
                    yield break;
                }
                if (dropping)
                    buffer = buffer.Slice(buffer.End);
                reader.AdvanceTo(buffer.Start, buffer.End);
                searched = buffer.Length;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
