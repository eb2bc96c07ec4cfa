namespace OpsPortal.Executions.Output;

/// <summary>Lines in pieces of a bounded size.</summary>
internal static class OutputChunks
{
    /// <summary>A line that is larger than <paramref name="bytes"/> has a chunk of its own.</summary>
    public static IEnumerable<IReadOnlyList<OutputLine>> Of(IReadOnlyList<OutputLine> lines, int count, int bytes)
    {
        List<OutputLine> chunk = [];
        var size = 0;
        foreach (var line in lines)
        {
            if (chunk.Count > 0 && (chunk.Count >= count || size + OutputBudget.Size(line) > bytes))
            {
                yield return chunk;
                (chunk, size) = ([], 0);
            }
            chunk.Add(line);
            size += OutputBudget.Size(line);
        }
        if (chunk.Count > 0) yield return chunk;
    }
}
