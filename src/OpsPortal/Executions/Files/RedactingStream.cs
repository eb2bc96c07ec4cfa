using System.Text;
using OpsPortal.Executions.Output;

namespace OpsPortal.Executions.Files;

/// <summary>Takes secrets out of text on its way into an artifact, line by line. What is no text (a NUL, no UTF-8) passes as it is.</summary>
internal sealed class RedactingStream(Stream inner, IRedaction redaction) : WriteOnlyStream
{
    /// <summary>A line that is longer is looked at in pieces.</summary>
    private const int LongestLine = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly MemoryStream line = new();
    private bool binary;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (binary)
            {
                await inner.WriteAsync(buffer, cancellationToken);
                return;
            }
            var end = buffer.Span.IndexOf((byte)'\n');
            var count = end < 0 ? Math.Min(buffer.Length, LongestLine) : end + 1;
            line.Write(buffer.Span[..count]);
            buffer = buffer[count..];
            if (end >= 0 || line.Length >= LongestLine) await PassAsync(cancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (line.Length > 0) await PassAsync(CancellationToken.None);
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask PassAsync(CancellationToken cancellation)
    {
        var bytes = line.GetBuffer().AsMemory(0, (int)line.Length);
        binary = bytes.Span.Contains((byte)0);
        if (!binary)
            try
            {
                var text = Strict.GetString(bytes.Span);
                var ending = text.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : text.EndsWith('\n') ? "\n" : "";
                bytes = Strict.GetBytes(redaction.Redact(text[..^ending.Length]) + ending);
            }
            catch (DecoderFallbackException)
            {
                binary = true;
            }
        await inner.WriteAsync(bytes, cancellation);
        line.SetLength(0);
    }
}
