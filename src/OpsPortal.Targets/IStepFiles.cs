namespace OpsPortal.Targets;

/// <summary>
/// The files that a step can reach: those that the runbook was imported with, those that steps of this environment made, those that
/// somebody attached. Never the portal's own disk. Names are as the runbook writes them (<c>k8s/hpa.yaml</c>, <c>backup.sql</c>).
/// </summary>
public interface IStepFiles
{
    /// <summary>The file, or null where there is none of that name.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellation);

    /// <summary>Names that match a pattern of a shell (<c>*</c>, <c>?</c>, <c>[…]</c>), or lie in that folder; in order.</summary>
    Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation);

    /// <summary>Begins a file that becomes an artifact of the execution once the stream is disposed; secrets are taken out of it on the way.</summary>
    /// <param name="append">Goes on behind what an earlier step wrote under that name.</param>
    Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation);
}

/// <summary>For what runs without files.</summary>
public sealed class NoFiles : IStepFiles
{
    public static NoFiles Instance { get; } = new();

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(null);
    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => Task.FromResult(Stream.Null);
}

/// <summary>A file cannot be read or written as asked. The message says why and what to do.</summary>
public sealed class StepFileException(string message) : Exception(message);
