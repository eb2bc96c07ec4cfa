using System.Globalization;
using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>A filter that writes files, for the sentence that says so.</summary>
internal interface IWritesFile
{
    IEnumerable<WrittenFile> Files { get; }
}

/// <summary>A file that lines are written to. It is begun with the first line, or at the end where there was none.</summary>
internal sealed class WrittenFile(string name, bool append, IStepFiles files) : IDisposable
{
    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false);
    private Stream? stream;
    private bool ended;

    public string Name => name;

    /// <summary>In bytes.</summary>
    public long Size { get; private set; }

    public async ValueTask WriteAsync(string line, CancellationToken cancellation)
    {
        stream ??= await files.CreateAsync(name, append, cancellation);
        var bytes = Text.GetBytes(line + "\n");
        await stream.WriteAsync(bytes, cancellation);
        Size += bytes.Length;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (ended) return;
        stream ??= await files.CreateAsync(name, append, cancellation);
        ended = true;
        await stream.DisposeAsync();
    }

    public void Dispose()
    {
        if (!ended) stream?.Dispose();
        ended = true;
    }

    public static string? Tell(IReadOnlyList<WrittenFile> files) =>
        files.Count == 0 ? null : $"wrote {string.Join(" and ", files.Select(f => $"{f.Name} ({Shown(f.Size)})"))}";

    private static string Shown(long size) => size switch
    {
        1 => "1 byte",
        < 1024 => $"{size} bytes",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0 / 1024.0:0.#} MiB"),
    };
}

/// <summary><c>&gt; file</c>.</summary>
internal sealed class ToFileFilter(ToFile to, IStepFiles files) : LineFilter, IWritesFile, IDisposable
{
    private readonly WrittenFile file = new(to.Name, to.Append, files);

    public IEnumerable<WrittenFile> Files => [file];

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        await file.WriteAsync(line, cancellation);
        return true;
    }

    public override ValueTask CompleteAsync(LineSink next, CancellationToken cancellation) => file.CompleteAsync(cancellation);

    public void Dispose() => file.Dispose();
}

/// <summary>Writes every line it is given, also those that nobody behind it wants any more.</summary>
internal sealed class TeeFilter(Tee tee, IStepFiles files) : LineFilter, IWritesFile, IDisposable
{
    private readonly WrittenFile[] written = [.. tee.Names.Select(name => new WrittenFile(name, tee.Append, files))];

    public IEnumerable<WrittenFile> Files => written;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        foreach (var file in written) await file.WriteAsync(line, cancellation);
        await next(line, cancellation);
        return true;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        foreach (var file in written) await file.CompleteAsync(cancellation);
    }

    public void Dispose()
    {
        foreach (var file in written) file.Dispose();
    }
}

/// <summary><c>&gt; /dev/null</c>.</summary>
internal sealed class DropFilter : LineFilter
{
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation) => ValueTask.FromResult(true);
}

/// <summary>The name behind the last slash.</summary>
internal sealed class NameFilter : LineFilter
{
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation) => next(line[(line.LastIndexOf('/') + 1)..], cancellation);
}
