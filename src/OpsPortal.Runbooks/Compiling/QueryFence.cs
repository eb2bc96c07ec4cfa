using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A fence that holds statements of SQL, Redis or PromQL and nothing else.</summary>
internal sealed class QueryFence(string text, string language)
{
    /// <summary>Nobody goes through more of them one by one.</summary>
    private const int MostStatements = 2_000;

    private readonly FenceText fence = new(text);
    private readonly QueryReader reader = new(text, language);

    public List<FenceItem> Items()
    {
        List<FenceItem> items = [];
        var (at, count) = (0, 0);
        while ((at = fence.SkipComments(at, hash: true, items)) < text.Length)
        {
            if (count++ == MostStatements)
            {
                items.Add(fence.Item(new Unparsed(at, text.Length, $"it is what follows on the {MostStatements:N0} statements above; put it into a file, or into a fence of its own"), null));
                break;
            }
            var end = reader.End(at);
            items.Add(fence.Item(new Query(at, end, language, text[at..end]), null));
            at = end;
        }
        return items;
    }
}
