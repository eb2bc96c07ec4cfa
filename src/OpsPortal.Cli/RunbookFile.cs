using System.Text;
using OpsPortal.Runbooks;

namespace OpsPortal.Cli;

/// <param name="Path">As the person wrote it.</param>
/// <param name="Encoding">In which it is stored; null where some of its bytes are no text, so that it cannot be written as it was.</param>
internal sealed record RunbookFile(string Path, string Text, Encoding? Encoding, CompiledRunbook Runbook)
{
    /// <summary>The same file with another text, not yet written.</summary>
    public RunbookFile With(string text) => this with { Text = text, Runbook = Compiled(Path, text) };

    /// <summary>Over the old one, by a new file that takes its place: a full disk loses nothing.</summary>
    public async Task WriteAsync()
    {
        if (Encoding is null) throw new UnusableFileException($"{Path} is not valid UTF-8, so it was left alone. Save it as UTF-8 first.");
        var mended = Path + ".mended";
        try
        {
            File.Copy(Path, mended, overwrite: true); // keeps who may read it
            await File.WriteAllTextAsync(mended, Text, Encoding);
            File.Move(mended, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(mended);
            throw new UnusableFileException($"{Path} could not be written: {e.Message}");
        }
    }

    private static CompiledRunbook Compiled(string path, string text) => RunbookCompiler.Compile(text, System.IO.Path.GetFileNameWithoutExtension(path));

    /// <summary>More than a runbook may have; the compiler says so, and a file of gigabytes is not read to the end for that.</summary>
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>Reads and compiles all of them, or none.</summary>
    public static async Task<IReadOnlyList<RunbookFile>> ReadAllAsync(IReadOnlyList<string> paths)
    {
        List<RunbookFile> files = [];
        foreach (var path in paths.SelectMany(Named))
        {
            var (text, encoding) = await ReadAsync(path);
            files.Add(new(path, text, encoding, Compiled(path, text)));
        }
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

    private static Encoding? Exact(Encoding encoding, string text, ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]) ? encoding : null;

    private static async Task<(string Text, Encoding? Encoding)> ReadAsync(string path)
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
                : (text, Exact(reader.CurrentEncoding is UTF8Encoding ? new UTF8Encoding(bytes is [0xEF, 0xBB, 0xBF, ..]) : reader.CurrentEncoding, text, bytes.AsSpan(0, length)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path} could not be read: {e.Message}");
        }
    }
}

/// <summary>A file that cannot be compiled; the message is a sentence for the person who named it.</summary>
internal sealed class UnusableFileException(string message) : Exception(message);
