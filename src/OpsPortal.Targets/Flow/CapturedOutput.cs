using System.Text;

namespace OpsPortal.Targets.Flow;

/// <summary>Keeps what is printed, for a variable. Errors and notes go on to where they went.</summary>
/// <param name="shows">Whether the output goes on, too.</param>
internal sealed class CapturedOutput(IOutput output, bool shows = true) : IOutput
{
    /// <summary>In characters: a variable is no place for a log.</summary>
    private const int Most = 64 * 1024;

    private readonly StringBuilder text = new();

    /// <summary>Without line ends behind it, as a shell's substitution gives it.</summary>
    public string Text => text.ToString().TrimEnd('\n', '\r');

    public async ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        if (stream == OutputStream.Out && text.Length < Most) text.Append(line.Length <= Most - text.Length ? line : line[..(Most - text.Length)]).Append('\n');
        if (shows || stream != OutputStream.Out) await output.WriteAsync(stream, line, cancellation);
    }
}
