namespace OpsPortal.Targets;

/// <summary>Where a line came from. <see cref="Note"/> is the portal speaking, e.g. "12 events could not be read: forbidden".</summary>
public enum OutputStream { Out, Error, Note }

/// <summary>Takes an action's output, line by line. Implementations redact, number and store; a slow one slows the action down.</summary>
public interface IOutput
{
    /// <param name="line">Without its line end. May hold ANSI colours.</param>
    ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation);
}

public static class OutputLines
{
    public static ValueTask OutAsync(this IOutput output, string line, CancellationToken cancellation) => output.WriteAsync(OutputStream.Out, line, cancellation);
    public static ValueTask ErrorAsync(this IOutput output, string line, CancellationToken cancellation) => output.WriteAsync(OutputStream.Error, line, cancellation);
    public static ValueTask NoteAsync(this IOutput output, string line, CancellationToken cancellation) => output.WriteAsync(OutputStream.Note, line, cancellation);

    /// <summary>Each line of a text; an empty text has none, and a last line end adds none.</summary>
    public static async ValueTask TextAsync(this IOutput output, string text, CancellationToken cancellation)
    {
        if (text.Length == 0) return;
        foreach (var line in text.TrimEnd('\n').Length == text.Length ? text.Split('\n') : text[..^1].Split('\n'))
            await output.OutAsync(line, cancellation);
    }
}

/// <summary>For what is asked quietly.</summary>
internal sealed class Nowhere : IOutput
{
    public static Nowhere Instance { get; } = new();

    public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
}
