using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>
/// The filters of a step, in order, in front of an output. Only the step's standard output passes through them, errors and
/// notes go by. Not for writers that run at the same time.
/// </summary>
public sealed class FilterPipeline : IOutput, IDisposable
{
    private readonly IOutput output;
    private readonly LineFilter[] filters;
    private readonly LineSink[] sinks;
    private readonly CancellationTokenSource finished = new();

    private readonly ErrorRoute errors;

    private FilterPipeline(LineFilter[] filters, ErrorRoute errors, IOutput output)
    {
        (this.filters, this.errors, this.output) = (filters, errors, output);
        sinks = new LineSink[filters.Length + 1];
        sinks[filters.Length] = async (line, cancellation) =>
        {
            await output.WriteAsync(OutputStream.Out, line, cancellation);
            return true;
        };
        for (var i = filters.Length - 1; i >= 0; i--)
        {
            var (filter, next) = (filters[i], sinks[i + 1]);
            var wants = true;
            sinks[i] = async (line, cancellation) => wants && (wants = await filter.AcceptAsync(line, next, cancellation));
        }
    }

    /// <summary>Signalled once nothing that is written could appear any more: <c>head</c> has its lines.</summary>
    public CancellationToken Finished => finished.Token;

    /// <summary>Some <c>grep</c> selected no line at all; a shell would call that exit code 1.</summary>
    public bool NothingMatched => filters.OfType<GrepFilter>().Any(grep => !grep.Selected);

    /// <summary>It is the last filter that selected no line, so nothing at all came out.</summary>
    public bool EndsUnmatched => filters.LastOrDefault() is GrepFilter { Selected: false };

    /// <summary>"wrote app.log (12 KiB)"; null where no file was written.</summary>
    public string? Written => WrittenFile.Tell([.. filters.OfType<IWritesFile>().SelectMany(f => f.Files), .. errors.Files]);

    /// <exception cref="FilterException">A pattern or a key that cannot be understood.</exception>
    public static FilterPipeline Create(IReadOnlyList<TextFilter> filters, IOutput output, IStepFiles? files = null)
    {
        files ??= NoFiles.Instance;
        return new([.. filters.Where(f => !ErrorRoute.IsRoute(f)).Select(f => Plumbing(f, files) ?? For(f))], ErrorRoute.Of(filters, files), output);
    }

    public async ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        if (stream == OutputStream.Error)
        {
            if (await errors.AcceptAsync(line, cancellation) is not { } routed) return;
            stream = routed;
        }
        if (stream != OutputStream.Out) await output.WriteAsync(stream, line, cancellation);
        else if (!finished.IsCancellationRequested && !await sinks[0](line, cancellation)) await finished.CancelAsync();
    }

    /// <summary>The action has ended: what was held back (<c>sort</c>, <c>tail</c>, counts) comes out.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < filters.Length; i++) await filters[i].CompleteAsync(sinks[i + 1], cancellation);
        await errors.CompleteAsync(cancellation);
    }

    public void Dispose()
    {
        finished.Dispose();
        errors.Dispose();
        foreach (var filter in filters.OfType<IDisposable>()) filter.Dispose();
    }

    private static LineFilter? Plumbing(TextFilter filter, IStepFiles files) => filter switch
    {
        ToFile file => new ToFileFilter(file, files),
        Tee tee => new TeeFilter(tee, files),
        DropOutput => new DropFilter(),
        NameOnly => new NameFilter(),
        _ => null,
    };

    private static LineFilter For(TextFilter filter) => filter switch
    {
        Grep grep => new GrepFilter(grep),
        WordCount count => new WordCountFilter(count),
        Head { Bytes: { } bytes } => new HeadBytesFilter(bytes),
        Head head => new HeadFilter(head.Lines),
        Tail tail => new TailFilter(tail),
        Sort sort => new SortFilter(sort),
        Uniq uniq => new UniqFilter(uniq),
        _ => throw new FilterException($"{filter.Source}: this filter cannot be run here; take it out of the pipeline."),
    };
}
