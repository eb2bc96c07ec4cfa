using System.Text;
using OpsPortal.Access;
using OpsPortal.Runbooks.Files;

namespace OpsPortal.Runbooks.Importing;

/// <summary>Stores the Markdown files of a pack as runbooks, each with those other files that its text names.</summary>
public sealed class ImportPack(SaveRunbook save, RunbookFiles files)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <param name="system">Slug of the system that new runbooks are about; null takes the folder that they lie in, else each its own.</param>
    public async Task<Result<ImportReport>> InvokeAsync(Actor actor, RunbookPack pack, string? system, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "import runbooks")!;
        var slugs = Slugs(pack.Runbooks);
        if (slugs.Count == 0) return Problem.Invalid("There is no Markdown file (.md) in it, so there is nothing to import.", "file");
        var report = new ImportReport([], [.. pack.Left]);
        foreach (var (file, slug) in slugs)
        {
            if (Text(file) is not { } text)
            {
                report.Left.Add($"{file.Path} was left out: it is no text in UTF-8.");
                continue;
            }
            var saved = await save.InvokeAsync(actor, slug, text, system ?? SystemOf(file.Path), cancellation);
            if (!saved.Succeeded)
            {
                report.Left.Add($"{file.Path} was left out: {saved.Problem.Detail}");
                continue;
            }
            var attached = 0;
            foreach (var named in pack.Files.Where(f => !RunbookPack.IsRunbook(f) && Names(text, file.Path, f.Path) is not null))
            {
                var result = await files.AttachAsync(actor, slug, Names(text, file.Path, named.Path)!, named.Content, cancellation);
                if (result.Succeeded) attached++;
                else report.Left.Add($"{named.Path} was not attached to {slug}: {result.Problem.Detail}");
            }
            report.Runbooks.Add(new(slug, saved.Value.Edition.Runbook.Title, file.Path, saved.Value.Created, saved.Value.Changed, attached));
        }
        return report;
    }

    /// <summary>The name by which a text means a file of the pack; null where it does not.</summary>
    internal static string? Names(string text, string runbookPath, string path)
    {
        var folder = runbookPath.LastIndexOf('/') is > 0 and var end ? runbookPath[..(end + 1)] : "";
        // As seen from the root of the pack, where commands are typed, or from the runbook's own folder.
        if (text.Contains(path, StringComparison.Ordinal)) return path;
        return folder.Length > 0 && path.StartsWith(folder, StringComparison.Ordinal) && text.Contains(path[folder.Length..], StringComparison.Ordinal) ? path[folder.Length..] : null;
    }

    /// <summary>A short name for each; that of the folder comes first where the file's own says nothing or is there already.</summary>
    internal static IReadOnlyList<(PackFile File, string Slug)> Slugs(IEnumerable<PackFile> runbooks)
    {
        List<(PackFile, string)> slugs = [];
        HashSet<string> taken = [];
        foreach (var file in runbooks.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var parts = file.Path.Split('/');
            var name = Slug.From(Path.GetFileNameWithoutExtension(parts[^1]));
            var folder = Slug.From(string.Join('-', parts[..^1]));
            var wanted = name is "readme" or "index" or "runbook" or "runbooks" or "" && folder.Length > 0 ? folder : name is "" ? "runbook" : name;
            var slug = wanted;
            for (var n = 1; !taken.Add(slug); n++) slug = n == 1 && folder.Length > 0 ? Slug.From($"{folder}-{name}") : Slug.From($"{wanted}-{n + 1}");
            slugs.Add((file, slug));
        }
        return slugs;
    }

    private static string? SystemOf(string path) => path.Split('/') is { Length: > 1 } parts && Slug.From(parts[0]) is { Length: > 0 } folder && folder is not ("docs" or "runbooks" or "doc") ? folder : null;

    private static string? Text(PackFile file)
    {
        try
        {
            return Strict.GetString(file.Content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <param name="Left">What was left out, and why.</param>
public sealed record ImportReport(List<ImportedRunbook> Runbooks, List<string> Left)
{
    public string Summary => $"{Count(Runbooks.Count(r => r.Created), "new runbook")}, {Count(Runbooks.Count(r => r is { Created: false, Changed: true }), "new version")}, {Runbooks.Count(r => !r.Changed)} unchanged";

    private static string Count(int n, string what) => n == 1 ? $"1 {what}" : $"{n} {what}s";
}

/// <param name="Path">In the pack.</param>
/// <param name="Files">How many files it brought along.</param>
public sealed record ImportedRunbook(string Slug, string Title, string Path, bool Created, bool Changed, int Files);
