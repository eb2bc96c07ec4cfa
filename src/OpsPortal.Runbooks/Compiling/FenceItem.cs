using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>What a fence is made of, in order.</summary>
/// <param name="Line">0-based line in the fence.</param>
internal abstract record FenceItem(int Line);

/// <param name="Text">With its mark (<c>#</c> or <c>--</c>).</param>
/// <param name="Trailing">Behind a command, on its line.</param>
internal sealed record FenceComment(int Line, string Text, bool Trailing) : FenceItem(Line);

internal sealed record FenceStatement(int Line, int EndLine, string Source, Statement Statement, Statement? Session) : FenceItem(Line);

/// <summary>A line that a program printed.</summary>
internal sealed record FenceOutput(int Line, string Text) : FenceItem(Line);
