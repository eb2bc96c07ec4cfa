using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Lists and tables, page after page.</summary>
internal sealed class Lists(Transport transport)
{
    private const string TableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    public static Query Selectors(ListOptions options) =>
        new Query().Add("labelSelector", options.LabelSelector).Add("fieldSelector", options.FieldSelector);

    /// <summary>One object as a collection of one: the API has no other documented way to list or watch it.</summary>
    public static (ResourcePath Path, ListOptions Options) Collection(ResourcePath path, ListOptions options)
    {
        if (path.Name is not { } name)
            return (path, options);
        _ = RequestPath.Of(path);
        var named = $"metadata.name={name}";
        return (path with { Name = null }, options with { FieldSelector = options.FieldSelector is { Length: > 0 } more ? $"{named},{more}" : named });
    }

    public async Task<KubernetesList> ReadAsync(ResourcePath path, ListOptions options, CancellationToken cancellation)
    {
        var (collection, selected) = Collection(path, options);
        var pages = await PagesAsync(collection, selected, "application/json", cancellation);
        var items = pages.SelectMany(Items).ToList();
        return new(items, pages[^1].Map("metadata").Text("resourceVersion") ?? "");
    }

    public async Task<JsonObject> TableAsync(ResourcePath path, ListOptions options, CancellationToken cancellation)
    {
        var pages = await PagesAsync(path, options, TableAccept, cancellation);
        if (pages.Any(page => page.Text("kind") != "Table"))
            return PlainTable.Of(pages.SelectMany(page => page["items"] is JsonArray ? Items(page) : [page]), transport.Time.GetUtcNow());
        var table = pages[0];
        var rows = table["rows"] as JsonArray;
        if (rows is null)
            table["rows"] = rows = [];
        foreach (var row in pages.Skip(1).SelectMany(page => page.Items("rows")).ToList())
            rows.Add(row.DeepClone());
        return table;
    }

    private async Task<IReadOnlyList<JsonObject>> PagesAsync(
        ResourcePath path, ListOptions options, string accept, CancellationToken cancellation)
    {
        try
        {
            return await PagesAsync(path, options, options.Limit, accept, cancellation);
        }
        catch (KubernetesApiException e) when (e.StatusCode == 410 && path.Name is null)
        {
            // The snapshot that the pages come from is gone. In one piece the list cannot expire again.
            return await PagesAsync(path, options, null, accept, cancellation);
        }
    }

    private async Task<IReadOnlyList<JsonObject>> PagesAsync(
        ResourcePath path, ListOptions options, int? limit, string accept, CancellationToken cancellation)
    {
        var url = RequestPath.Of(path);
        List<JsonObject> pages = [];
        string? next = null;
        do
        {
            var query = path.Name is null ? Selectors(options).Add("limit", limit).Add("continue", next) : new Query();
            var page = await transport.JsonAsync(ApiRequest.Read($"{url}{query}") with { Accept = accept }, cancellation);
            pages.Add(page);
            next = page.Map("metadata").Text("continue") is { Length: > 0 } token ? token : null;
        }
        while (next is not null);
        return pages;
    }

    /// <summary>The items of a list do not repeat what they are; each gets it from the list, so that it stands for itself.</summary>
    private static IEnumerable<JsonObject> Items(JsonObject page)
    {
        var kind = page.Text("kind") is { } list && list.EndsWith("List", StringComparison.Ordinal) && list.Length > 4 ? list[..^4] : null;
        var version = page.Text("apiVersion");
        var items = page.Items("items").ToList();
        (page["items"] as JsonArray)?.Clear();
        foreach (var item in items)
        {
            if (kind is not null && !item.ContainsKey("kind"))
                item.Insert(0, "kind", kind);
            if (version is not null && !item.ContainsKey("apiVersion"))
                item.Insert(0, "apiVersion", version);
        }
        return items;
    }
}
