namespace OpsPortal.Targets.Filters;

/// <summary>Where a filter's lines go. False: whoever reads them wants no more.</summary>
internal delegate ValueTask<bool> LineSink(string line, CancellationToken cancellation);

/// <summary>One program of a pipeline: takes lines, hands lines on.</summary>
internal abstract class LineFilter
{
    /// <summary>Where the program's complaints go, beside its output.</summary>
    public LineSink Complain { get; set; } = (_, _) => ValueTask.FromResult(true);

    /// <summary>Where the portal says what a person should know of the result.</summary>
    public LineSink Tell { get; set; } = (_, _) => ValueTask.FromResult(true);

    /// <summary>Why a shell would see the program fail, without full stop; known once it has completed.</summary>
    public virtual string? Failure => null;

    /// <summary>False: it wants no more lines.</summary>
    public abstract ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation);

    /// <summary>Its input has ended.</summary>
    public virtual ValueTask CompleteAsync(LineSink next, CancellationToken cancellation) => ValueTask.CompletedTask;
}
