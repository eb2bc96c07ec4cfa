namespace OpsPortal.Runbooks.Compiling;

/// <summary>Splits a fence into commands and gives each its comments, prompt removed. Total, like the parsers below it.</summary>
public static class FenceReader
{
    /// <param name="text">The fence's content, its indentation removed.</param>
    /// <param name="language">The fence's info word in lower case; empty where there is none.</param>
    /// <param name="firstLine">1-based line in the document of the content's first line.</param>
    public static IReadOnlyList<FenceCommand> Read(string text, string language, int firstLine)
    {
        var query = QueryLanguage(language);
        var items = PromptFence.Find(text, language, query) is { } prompts ? prompts.Items()
            : query is null ? new ShellFence(text).Items()
            : new QueryFence(text, query).Items();
        return FenceAssembler.Assemble(items, firstLine);
    }

    /// <summary>The language whose statements the fence holds; null for a shell.</summary>
    private static string? QueryLanguage(string language) => language switch
    {
        "sql" or "postgresql" or "postgres" or "psql" or "plpgsql" or "pgsql" or "mysql" or "sqlite" or "tsql" or "plsql" => "sql",
        "redis" or "redis-cli" => "redis",
        "promql" or "prometheus" or "logql" or "metricsql" => "promql",
        _ => null,
    };
}
