using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Commands;

/// <summary>
/// <c>lint --fix</c>: replaces what a diagnostic is certain how to mend, line by line, and says what it replaced. A mended line may show
/// the next thing to mend, so it looks again until nothing is left or nothing changes any more.
/// </summary>
internal static class FixCommand
{
    /// <summary>Fixes that undo each other would go on for ever.</summary>
    private const int MostRounds = 8;

    /// <returns>The files as they are now, compiled; unchanged ones as they were.</returns>
    public static async Task<IReadOnlyList<RunbookFile>> RunAsync(IReadOnlyList<RunbookFile> files, bool write, TextWriter stdout)
    {
        List<RunbookFile> result = [];
        var (fixes, changed) = (0, 0);
        foreach (var file in files)
        {
            var (mended, done) = Mend(file);
            foreach (var (line, before, after, title) in done)
            {
                await stdout.WriteLineAsync($"{file.Path}:{line} {title}");
                await stdout.WriteLineAsync($"- {before}");
                await stdout.WriteLineAsync($"+ {after}");
            }
            if (write && done.Count > 0) await mended.WriteAsync();
            result.Add(write ? mended : file);
            fixes += done.Count;
            changed += done.Count > 0 ? 1 : 0;
        }
        await stdout.WriteLineAsync(fixes == 0 ? "There is nothing to fix by itself."
            : $"{Counted(fixes, "fix", "fixes")} in {Counted(changed, "file", "files")}{(write ? "." : "; nothing was written. Leave out --dry-run to apply them.")}");
        return result;
    }

    private static (RunbookFile File, List<(int Line, string Before, string After, string Title)> Done) Mend(RunbookFile file)
    {
        List<(int, string, string, string)> done = [];
        for (var round = 0; round < MostRounds; round++)
        {
            var text = file.Text;
            // from the end to the beginning, so that none moves another; of two at the same place the first one told
            var fixes = Lint.Finding.In(file).Select(f => f.Diagnostic.Fix).OfType<DiagnosticFix>().Distinct().OrderByDescending(f => f.Line).ThenByDescending(f => f.Column).ToList();
            DiagnosticFix? last = null;
            List<(int, string, string, string)> found = [];
            foreach (var fix in fixes)
            {
                if (last is not null && last.Line == fix.Line && fix.Column + fix.Find.Length > last.Column) continue;
                if (DiagnosticFixes.Apply(text, fix) is not { } mended || mended == text) continue;
                found.Add((fix.Line, Line(text, fix.Line), Line(mended, fix.Line), fix.Title));
                (text, last) = (mended, fix);
            }
            if (found.Count == 0) break;
            found.Reverse();
            done.AddRange(found);
            file = file.With(text);
        }
        return (file, done);
    }

    private static string Line(string text, int number) => text.ReplaceLineEndings("\n").Split('\n')[number - 1].Trim();

    private static string Counted(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
