using System.Text;

namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>Carries fixes out on a document's text. Pure.</summary>
public static class DiagnosticFixes
{
    /// <returns>The mended text; null where the text has moved since it was compiled, and nothing is replaced.</returns>
    public static string? Apply(string text, DiagnosticFix fix) =>
        Place(text, LineStarts(text), fix) is { } at ? string.Concat(text.AsSpan(0, at), fix.Replace, text.AsSpan(at + fix.Find.Length)) : null;

    /// <summary>Applies as many of them as still fit; of two that touch the same text only the later one.</summary>
    public static (string Text, int Applied) ApplyAll(string text, IEnumerable<DiagnosticFix> fixes)
    {
        var starts = LineStarts(text);
        List<(int At, DiagnosticFix Fix)> applied = [];
        DiagnosticFix? last = null;
        // from the end to the beginning, so that of two the later one is found first
        foreach (var fix in fixes.Distinct().OrderByDescending(f => f.Line).ThenByDescending(f => f.Column))
        {
            if (last is not null && last.Line == fix.Line && fix.Column + fix.Find.Length > last.Column) continue;
            if (Place(text, starts, fix) is not { } at || (applied.Count > 0 && at + fix.Find.Length > applied[^1].At)) continue;
            applied.Add((at, fix));
            last = fix;
        }
        if (applied.Count == 0) return (text, 0);
        var mended = new StringBuilder(text.Length);
        var done = 0;
        applied.Reverse();
        foreach (var (at, fix) in applied)
        {
            mended.Append(text, done, at - done).Append(fix.Replace);
            done = at + fix.Find.Length;
        }
        return (mended.Append(text, done, text.Length - done).ToString(), applied.Count);
    }

    /// <summary>Where what is to be replaced stands; null where it does not.</summary>
    private static int? Place(string text, List<int> starts, DiagnosticFix fix)
    {
        if (fix.Line < 1 || fix.Column < 1 || fix.Line > starts.Count) return null;
        var start = starts[fix.Line - 1];
        var at = start + fix.Column - 1;
        if (at > text.Length || string.CompareOrdinal(text, at, fix.Find, 0, fix.Find.Length) != 0 || text.AsSpan(start, at - start).ContainsAny('\r', '\n')) return null;
        return at;
    }

    /// <summary>Lines end as the compiler reads them: in <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
    private static List<int> LineStarts(string text)
    {
        List<int> starts = [0];
        for (var at = text.AsSpan().IndexOfAny('\r', '\n'); at >= 0;)
        {
            at += text.AsSpan(at).StartsWith("\r\n") ? 2 : 1;
            starts.Add(at);
            var next = text.AsSpan(at).IndexOfAny('\r', '\n');
            at = next < 0 ? -1 : at + next;
        }
        return starts;
    }
}
