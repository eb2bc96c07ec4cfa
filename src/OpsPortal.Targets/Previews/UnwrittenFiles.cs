namespace OpsPortal.Targets.Previews;

/// <summary>Files for a rehearsal: what there is can be read, what is written can be read again, and nothing is kept.</summary>
internal sealed class UnwrittenFiles(IStepFiles files) : IStepFiles
{
    private readonly Dictionary<string, MemoryStream> written = [];

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) =>
        written.TryGetValue(name, out var made) ? Task.FromResult<Stream?>(new MemoryStream(made.ToArray(), writable: false)) : files.OpenAsync(name, cancellation);

    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => files.MatchAsync(pattern, cancellation);

    public async Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation)
    {
        var made = new MemoryStream();
        if (append && await OpenAsync(name, cancellation) is { } before)
            await using (before) await before.CopyToAsync(made, cancellation);
        return written[name] = made;
    }
}
