using System.Text;

namespace OpsPortal.Targets.Http;

/// <summary>Text that comes in pieces, given on in lines. What has no line end yet waits for more: <c>-w</c> goes on where a body stopped.</summary>
internal sealed class LineText(IOutput output, OutputStream stream = OutputStream.Out)
{
    private readonly StringBuilder rest = new();

    public async ValueTask WriteAsync(string text, CancellationToken cancellation)
    {
        var from = 0;
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', from))
        {
            rest.Append(text, from, end - from);
            from = end + 1;
            await FlushAsync(cancellation);
        }
        rest.Append(text, from, text.Length - from);
    }

    /// <summary>The end: what waits comes out.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (rest.Length > 0) await FlushAsync(cancellation);
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        // headers, and bodies of many servers, end their lines with both
        if (rest.Length > 0 && rest[^1] == '\r') rest.Length--;
        var line = rest.ToString();
        rest.Clear();
        await output.WriteAsync(stream, line, cancellation);
    }
}
