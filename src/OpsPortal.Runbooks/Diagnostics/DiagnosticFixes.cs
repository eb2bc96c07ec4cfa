namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>Carries fixes out on a document's text. Pure.</summary>
public static class DiagnosticFixes
{
    /// <returns>The mended text; null where the text has moved since it was compiled, and nothing is replaced.</returns>
    public static string? Apply(string text, DiagnosticFix fix)
    {
        if (fix.Line < 1 || fix.Column < 1 || LineStart(text, fix.Line) is not { } start) return null;
        var at = start + fix.Column - 1;
        if (at > text.Length || string.CompareOrdinal(text, at, fix.Find, 0, fix.Find.Length) != 0 || text.AsSpan(start, at - start).ContainsAny('\r', '\n')) return null;
        return string.Concat(text.AsSpan(0, at), fix.Replace, text.AsSpan(at + fix.Find.Length));
    }

    /// <summary>Applies as many of them as still fit; of two that touch the same text only the later one.</summary>
    public static (string Text, int Applied) ApplyAll(string text, IEnumerable<DiagnosticFix> fixes)
    {
        var applied = 0;
        DiagnosticFix? last = null;
        // from the end to the beginning, so that none moves another
        foreach (var fix in fixes.Distinct().OrderByDescending(f => f.Line).ThenByDescending(f => f.Column))
        {
            if (last is not null && last.Line == fix.Line && fix.Column + fix.Find.Length > last.Column) continue;
            if (Apply(text, fix) is not { } mended) continue;
            (text, last) = (mended, fix);
            applied++;
        }
        return (text, applied);
    }

    /// <summary>Lines end as the compiler reads them: in <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
    private static int? LineStart(string text, int line)
    {
        var at = 0;
        for (var number = 1; number < line; number++)
        {
            var end = text.AsSpan(at).IndexOfAny('\r', '\n');
            if (end < 0) return null;
            at += end + (text.AsSpan(at + end).StartsWith("\r\n") ? 2 : 1);
        }
        return at;
    }
}
