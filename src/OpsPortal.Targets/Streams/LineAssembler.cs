using System.Text;

namespace OpsPortal.Targets.Streams;

/// <summary>Makes lines of the bytes that come. A character may be cut in two by a packet, so each stream keeps its own.</summary>
internal sealed class LineAssembler(Func<string, CancellationToken, ValueTask> write)
{
    /// <summary>In characters: a program that never ends its line does not fill the memory.</summary>
    private const int LongestLine = 1 << 20;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder line = new();

    public LineAssembler(IOutput output, OutputStream stream) : this((text, cancellation) => output.WriteAsync(stream, text, cancellation))
    {
    }

    public async ValueTask AddAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var text = new char[Encoding.UTF8.GetMaxCharCount(data.Length)];
        var length = decoder.GetChars(data.Span, text, flush: false);
        for (int from = 0, end; from < length; from = end + 1)
        {
            end = Array.IndexOf(text, '\n', from, length - from);
            line.Append(text, from, (end < 0 ? length : end) - from);
            if (end < 0 && line.Length < LongestLine) return;
            await EndAsync(cancellation);
            if (end < 0) return;
        }
    }

    /// <summary>The last line, where nothing ended it.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (line.Length > 0) await EndAsync(cancellation);
    }

    private async ValueTask EndAsync(CancellationToken cancellation)
    {
        var whole = line.ToString().TrimEnd('\r');
        line.Clear();
        await write(whole, cancellation);
    }
}
