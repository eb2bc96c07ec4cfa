using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>base64 both ways. What is decoded has to be UTF-8: an output is lines.</summary>
internal sealed class Base64Filter(Base64 base64) : LineFilter
{
    private const int MostHeld = 64 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly StringBuilder held = new();

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (held.Length + line.Length > MostHeld) throw new FilterException($"{base64.Source}: more than {MostHeld >> 20} MiB.");
        held.Append(line);
        if (!base64.Decode) held.Append('\n');
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (held.Length == 0) return;
        var text = base64.Decode ? Decoded() : Convert.ToBase64String(Encoding.UTF8.GetBytes(held.ToString()));
        if (!base64.Decode)
        {
            await Tell("base64 was given the text with a line end behind its last line.", cancellation);
            if (base64.Wrap > 0) text = string.Join('\n', text.Chunk(base64.Wrap).Select(c => new string(c)));
        }
        if (text.Length == 0) return;
        foreach (var line in (text[^1] == '\n' ? text[..^1] : text).Split('\n'))
            if (!await next(line, cancellation)) return;
    }

    private string Decoded()
    {
        var text = held.ToString();
        if (base64.IgnoreGarbage) text = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='));
        try
        {
            return Strict.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new FilterException($"{base64.Source}: invalid input; what was piped to it is no base64.");
        }
        catch (DecoderFallbackException)
        {
            throw new FilterException($"{base64.Source}: what it decodes to is no text, so it cannot be shown.");
        }
    }
}
