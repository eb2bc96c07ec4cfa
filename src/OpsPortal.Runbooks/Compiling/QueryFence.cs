using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A fence that holds statements of SQL, Redis or PromQL and nothing else.</summary>
internal sealed class QueryFence(string text, string language)
{
    private readonly FenceText fence = new(text);
    private readonly QueryReader reader = new(text, language);

    public List<FenceItem> Items()
    {
        List<FenceItem> items = [];
        var at = 0;
        while ((at = fence.SkipComments(at, hash: true, items)) < text.Length)
        {
            var end = reader.End(at);
            items.Add(fence.Item(new Query(at, end, language, text[at..end]), null));
            at = end;
        }
        return items;
    }
}
