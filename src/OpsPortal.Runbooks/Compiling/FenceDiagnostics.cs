using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>What the text of a command tells before anything is known of its program.</summary>
internal static partial class FenceDiagnostics
{
    [GeneratedRegex(@"\\[ \t]+(?=\r?\n)")]
    private static partial Regex BlankAfterBackslash();

    public static IReadOnlyList<Diagnostic> Of(string source, Statement? statement, int line)
    {
        if (statement is Unparsed unparsed)
            return [new(DiagnosticSeverity.Warning, DiagnosticCodes.BrokenCommand, $"No shell would accept this line: {unparsed.Reason}. Mend it, or mark the fence as text.", line)];
        if (BlankAfterBackslash().Match(source) is { Success: true } match)
            return [new(DiagnosticSeverity.Warning, DiagnosticCodes.BlankAfterBackslash,
                "A blank follows the backslash, so a shell would end the command here. Remove the blank.", line + source.AsSpan(0, match.Index).Count('\n'))];
        return [];
    }
}
