using OpsPortal.Targets;

namespace OpsPortal.Tests.Targets;

/// <summary>Keeps what was written.</summary>
public sealed class RecordedOutput : IOutput
{
    private readonly List<(OutputStream Stream, string Line)> lines = [];

    /// <summary>Called with every line, before the writer goes on.</summary>
    public Action<OutputStream, string> Written { get; init; } = (_, _) => { };

    public IReadOnlyList<string> Of(OutputStream stream)
    {
        lock (lines) return [.. lines.Where(l => l.Stream == stream).Select(l => l.Line)];
    }

    public string Out => string.Join('\n', Of(OutputStream.Out));
    public string Errors => string.Join('\n', Of(OutputStream.Error));
    public string Notes => string.Join('\n', Of(OutputStream.Note));

    public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        lock (lines) lines.Add((stream, line));
        Written(stream, line);
        return ValueTask.CompletedTask;
    }
}
