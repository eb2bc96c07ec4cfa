using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>One table per kind, a blank line between them.</summary>
internal sealed class GetTables(GetRequest request)
{
    private readonly TabWriter writer = TabWriter.Table();
    private int rows;

    public async Task<ActionOutcome> RunAsync(CancellationToken cancellation)
    {
        List<string> refusals = [];
        List<(ResourcePath Path, JsonObject Table)> tables = [];
        foreach (var path in await request.PathsAsync(cancellation))
        {
            try
            {
                tables.Add((path, await SortedAsync(path, cancellation)));
            }
            catch (KubernetesApiException refused)
            {
                if (!(refused.StatusCode == 404 && request.Action.IgnoreNotFound)) refusals.Add(refused.Message);
            }
        }

        var severalKinds = tables.Select(t => (t.Path.Resource.Group, t.Path.Resource.Kind)).Distinct().Count() > 1;
        ApiResource? last = null;
        var namespaced = false;
        foreach (var (path, table) in tables)
        {
            // Once a column for namespaces was needed, kubectl keeps it for the kinds that follow.
            namespaced |= path.Resource.Namespaced;
            var options = request.Table(path.Resource, severalKinds) with { WithNamespace = request.Action.AllNamespaces && namespaced };
            if (last is not null && last.Name != path.Resource.Name) await FlushAsync(cancellation);
            var items = table.Objects("rows").ToList();
            if (items.Count > 0 && writer.IsEmpty && !options.NoHeaders)
            {
                // The blank line between two tables.
                if (rows > 0) await request.Context.Output.OutAsync("", cancellation);
                writer.Line(TableText.Header(table, options));
            }
            foreach (var row in items) writer.Line(TableText.Row(table, row, options));
            rows += items.Count;
            last = path.Resource;
        }
        await FlushAsync(cancellation);
        if (refusals.Count > 0) return ActionOutcome.Failure(string.Join("; ", refusals.Distinct()));
        return rows == 0 ? await request.NothingAsync(tables.All(t => t.Path.Resource.Namespaced), cancellation) : ActionOutcome.Success(request.Found(rows));
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        foreach (var line in writer.Flush()) await request.Context.Output.OutAsync(line, cancellation);
        writer.Forget();
    }

    /// <summary>A table's rows tell only names: where the order is of some other field, the objects are fetched too.</summary>
    private async Task<JsonObject> SortedAsync(ResourcePath path, CancellationToken cancellation)
    {
        var table = await request.Api.TableAsync(path, request.Options, cancellation);
        if (request.Action.SortBy is not { Length: > 0 } field || path.Name is not null) return table;
        var list = await request.Api.ListAsync(path, request.Options, cancellation);
        var objects = list.Items.Select(item => SecretMask.Concerns(path.Resource) ? SecretMask.Apply(item) : item).ToDictionary(item => (item.Namespace(), item.Name()));
        var sorted = ObjectOrder.By(field, [.. table.Objects("rows")], row => objects.GetValueOrDefault((row.At("object").TextAt("metadata", "namespace"), row.At("object").TextAt("metadata", "name") ?? "")));
        table["rows"] = new JsonArray([.. sorted.Select(row => row.DeepClone())]);
        return table;
    }
}
