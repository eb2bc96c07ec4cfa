using System.IO.Enumeration;
using System.Text;
using OpsPortal.Targets;

namespace OpsPortal.Tests.Targets;

/// <summary>Files of a step, in memory.</summary>
public sealed class StepFiles : IStepFiles
{
    public Dictionary<string, byte[]> Content { get; } = [];

    public string this[string name]
    {
        get => Encoding.UTF8.GetString(Content[name]);
        set => Content[name] = Encoding.UTF8.GetBytes(value);
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(Content.TryGetValue(name, out var bytes) ? new MemoryStream(bytes, writable: false) : null);

    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>(
        [.. Content.Keys.Where(name => name.StartsWith(pattern.TrimEnd('/') + "/", StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)).Order(StringComparer.Ordinal)]);

    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => Task.FromResult<Stream>(new Writing(this, name, append));

    private sealed class Writing(StepFiles files, string name, bool append) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing) files.Content[name] = append && files.Content.TryGetValue(name, out var before) ? [.. before, .. ToArray()] : ToArray();
            base.Dispose(disposing);
        }
    }
}
