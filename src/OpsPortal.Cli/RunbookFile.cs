using System.Text;
using OpsPortal.Runbooks;

namespace OpsPortal.Cli;

/// <param name="Path">As the person wrote it.</param>
internal sealed record RunbookFile(string Path, CompiledRunbook Runbook)
{
    /// <summary>More than a runbook may have; the compiler says so, and a file of gigabytes is not read to the end for that.</summary>
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>Reads and compiles all of them, or none.</summary>
    public static async Task<IReadOnlyList<RunbookFile>> ReadAllAsync(IReadOnlyList<string> paths)
    {
        List<RunbookFile> files = [];
        foreach (var path in paths.SelectMany(Named))
            files.Add(new(path, RunbookCompiler.Compile(await ReadAsync(path), System.IO.Path.GetFileNameWithoutExtension(path))));
        return files;
    }

    /// <summary>The file itself, or the Markdown files of a directory in the order of their names.</summary>
    private static IReadOnlyList<string> Named(string path)
    {
        if (!Directory.Exists(path)) return [path];
        try
        {
            var files = Directory.EnumerateFiles(path, "*", Below).Where(f => IsMarkdown(f) && !Passed(System.IO.Path.GetRelativePath(path, f))).Order(StringComparer.Ordinal).ToList();
            return files.Count > 0 ? files : throw new UnusableFileException($"There are no Markdown files in the directory {path}. Name the runbooks themselves.");
        }
        catch (IOException e)
        {
            throw new UnusableFileException($"{path} could not be read: {e.Message}");
        }
    }

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };

    private static bool IsMarkdown(string file) => file.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);

    /// <summary>Nobody means the documents of the packages that a project has installed.</summary>
    private static bool Passed(string relative) => relative.Split('/', '\\') is var parts && Array.Exists(parts, p => p is "node_modules" or "vendor" || (p.Length > 1 && p[0] == '.'));

    private static async Task<string> ReadAsync(string path)
    {
        if (!File.Exists(path))
            throw new UnusableFileException($"There is no file {path}. Check the name and the directory you are in.");
        try
        {
            await using var stream = File.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, MostBytes)];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
            using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            var text = await reader.ReadToEndAsync();
            return text.Contains('\0')
                ? throw new UnusableFileException($"{path} is not a text file. A runbook is Markdown, saved as UTF-8.")
                : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path} could not be read: {e.Message}");
        }
    }
}

/// <summary>A file that cannot be compiled; the message is a sentence for the person who named it.</summary>
internal sealed class UnusableFileException(string message) : Exception(message);
