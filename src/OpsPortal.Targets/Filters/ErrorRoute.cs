using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>Where an action's errors go: by the filters, through them, into a file, nowhere. The last word counts.</summary>
internal sealed class ErrorRoute : IDisposable
{
    private readonly OutputStream? to;
    private readonly WrittenFile? file;

    private ErrorRoute(OutputStream? to, WrittenFile? file) => (this.to, this.file) = (to, file);

    public IEnumerable<WrittenFile> Files => file is null ? [] : [file];

    public static bool IsRoute(TextFilter filter) => filter is MergeErrors or DropErrors or ToFile { Errors: true };

    public static ErrorRoute Of(IReadOnlyList<TextFilter> filters, IStepFiles files) => filters.LastOrDefault(IsRoute) switch
    {
        MergeErrors => new(OutputStream.Out, null),
        DropErrors => new(null, null),
        ToFile to => new(null, new(to.Name, to.Append, files)),
        _ => new(OutputStream.Error, null),
    };

    /// <summary>The stream that an error's line goes on in; null where it goes no further.</summary>
    public async ValueTask<OutputStream?> AcceptAsync(string line, CancellationToken cancellation)
    {
        if (file is not null) await file.WriteAsync(line, cancellation);
        return to;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (file is not null) await file.CompleteAsync(cancellation);
    }

    public void Dispose() => file?.Dispose();
}
