using System.IO.Compression;
using System.Text;
using OpsPortal.Runbooks.Files;

namespace OpsPortal.Runbooks.Importing;

/// <summary>Files that come together: a folder, a zip, a repository. Checked and bounded before anything is stored.</summary>
public sealed class RunbookPack
{
    public const int MostFiles = 2_000;

    /// <summary>Bytes of all files together, unpacked.</summary>
    public const long MaxTotal = 64L * 1024 * 1024;

    private static readonly HashSet<string> Markdown = [".md", ".markdown", ".mdown", ".mkd"];
    private readonly List<PackFile> files = [];
    private long total;

    /// <summary>By path.</summary>
    public IReadOnlyList<PackFile> Files => files;

    /// <summary>What was left out, and why: a sentence each.</summary>
    public List<string> Left { get; } = [];

    public IEnumerable<PackFile> Runbooks => files.Where(IsRunbook);

    public static bool IsRunbook(PackFile file) => IsMarkdown(file.Path);

    public static bool IsMarkdown(string path) => Markdown.Contains(System.IO.Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Takes a file in; null where all is well, else why the whole pack is refused.</summary>
    public Problem? Add(string path, byte[] content)
    {
        var name = FilePath.Normal(path);
        if (name.StartsWith('/') || FilePath.Problem(name) is not null)
        {
            Left.Add($"{Shown(path)} was left out: its name leads out of the pack.");
            return null;
        }
        if (files.Count == MostFiles) return Problem.Invalid($"The pack has more than {MostFiles:N0} files; import a smaller folder.");
        total += content.Length;
        if (total > MaxTotal) return TooLarge();
        files.Add(new(name, content));
        return null;
    }

    /// <summary>A zip, without trusting what it says of itself: sizes are counted while unpacking.</summary>
    public static async Task<Result<RunbookPack>> FromZipAsync(Stream zip, CancellationToken cancellation)
    {
        var pack = new RunbookPack();
        try
        {
            await using var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: Encoding.UTF8, cancellation);
            foreach (var entry in archive.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                if (IsLink(entry))
                {
                    pack.Left.Add($"{Shown(entry.FullName)} was left out: it is a link.");
                    continue;
                }
                if (Ignored(FilePath.Normal(entry.FullName))) continue;
                await using var stream = await entry.OpenAsync(cancellation);
                var (content, whole) = await ReadAsync(stream, Math.Min(RunbookFiles.MaxSize, MaxTotal - pack.total), cancellation);
                if (!whole && pack.total + content.Length >= MaxTotal) return TooLarge();
                if (!whole)
                {
                    pack.Left.Add($"{Shown(entry.FullName)} was left out: it is larger than {RunbookFiles.MaxSize / (1024 * 1024)} MiB.");
                    continue;
                }
                if (pack.Add(entry.FullName, content) is { } refused) return refused;
            }
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("This is no zip file, or it is damaged. Pack it anew and import that.", "file");
        }
        pack.Unwrap();
        return pack;
    }

    /// <summary>What no runbook needs.</summary>
    public static bool Ignored(string path) => path.Split('/').Any(part => part is ".git" or "node_modules" or "__MACOSX" or ".DS_Store" or "bin" or "obj");

    /// <summary>A single folder around everything says nothing.</summary>
    private void Unwrap()
    {
        var first = files.FirstOrDefault()?.Path.Split('/');
        if (first is not { Length: > 1 } || files.Any(f => !f.Path.StartsWith(first[0] + "/", StringComparison.Ordinal))) return;
        for (var i = 0; i < files.Count; i++) files[i] = files[i] with { Path = files[i].Path[(first[0].Length + 1)..] };
    }

    private static async Task<(byte[] Content, bool Whole)> ReadAsync(Stream stream, long most, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (content.Length + read > most) return (content.ToArray(), false);
            content.Write(buffer, 0, read);
        }
        return (content.ToArray(), true);
    }

    // Unix permissions stand in the upper half of the external attributes; S_IFLNK is 0xA000.
    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000;

    private static Problem TooLarge() => Problem.Invalid($"The pack has more than {MaxTotal / (1024 * 1024)} MiB when unpacked; import a smaller folder.");

    private static string Shown(string path) => path.Length > 120 ? path[..120] + "…" : path;
}

/// <param name="Path">Relative, with slashes.</param>
public sealed record PackFile(string Path, byte[] Content);
