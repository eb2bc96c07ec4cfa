using OpsPortal.Targets;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>Files in memory.</summary>
internal sealed class KeptFiles : IStepFiles
{
    public Dictionary<string, byte[]> Contents { get; } = [];

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(Contents.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null);

    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => Task.FromResult<Stream>(new KeptStream(bytes => Contents[name] = bytes));

    private sealed class KeptStream(Action<byte[]> done) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing) done(ToArray());
            base.Dispose(disposing);
        }
    }
}
