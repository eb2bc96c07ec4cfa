using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>One command of a fence, with the comments that belong to it. Every command line of a fence is in exactly one of these.</summary>
/// <param name="Source">As written, without prompt, comments or the fence's indentation.</param>
/// <param name="Title">From the comment above it, without its number ("Check service status"); null where there is none.</param>
/// <param name="Statement">The parsed command; for a comment that is itself an instruction ("# 1. Notify stakeholders") null.</param>
public sealed record FenceCommand(int Line, int EndLine, string Source, string? Title, Statement? Statement)
{
    /// <summary>The command that opened a context for this one (<c>kubectl exec -it pod -- redis-cli</c>); null outside of sessions.</summary>
    public Statement? Session { get; init; }
    public Expectation? Expectation { get; init; }

    /// <summary>"# Wait 30 seconds" below the command.</summary>
    public TimeSpan? WaitAfter { get; init; }
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
