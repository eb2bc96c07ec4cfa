using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>Splits a fence into commands and gives each its comments, prompt removed.</summary>
public static class FenceReader
{
    /// <param name="text">The fence's content, its indentation removed.</param>
    /// <param name="language">The fence's info word in lower case; empty where there is none.</param>
    /// <param name="firstLine">1-based line in the document of the content's first line.</param>
    public static IReadOnlyList<FenceCommand> Read(string text, string language, int firstLine) =>
        [new(firstLine, firstLine, text, null, ShellParser.Parse(text)[0])];
}
