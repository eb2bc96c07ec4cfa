using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OpsPortal.Tests.Runbooks.Shell;

/// <summary>The fences of every Markdown file among the tests.</summary>
internal static partial class TestDocuments
{
    [GeneratedRegex(@"^(?<indent>[ \t>]*)(?<mark>```+|~~~+)[ \t]*(?<language>[\w-]*)[^\n]*\n(?<text>.*?)^[ \t>]*\k<mark>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    public static IEnumerable<(string Place, string Language, string Text)> Fences() =>
        from file in Directory.EnumerateFiles(Folder(), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}") && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
        let document = File.ReadAllText(file)
        from match in Fence().Matches(document)
        let indent = match.Groups["indent"].Length
        select ($"{Path.GetFileName(file)}:{document.AsSpan(0, match.Index).Count('\n') + 1}", match.Groups["language"].Value.ToLowerInvariant(),
            string.Join('\n', match.Groups["text"].Value.Split('\n').Select(l => l.Length >= indent ? l[indent..] : l.TrimStart())));

    private static string Folder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
