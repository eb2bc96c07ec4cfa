using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The table as it is, then a row for every change until it is stopped.</summary>
internal sealed class GetWatch(GetRequest request)
{
    private readonly TabWriter writer = TabWriter.Table();
    private readonly Dictionary<string, (JsonObject Table, JsonObject Row)> last = [];
    private bool headed;

    public async Task<ActionOutcome> RunAsync(CancellationToken cancellation)
    {
        if (request.Action.Output is not (null or "" or "wide" or "name" or "json" or "yaml") && !request.Action.Output.StartsWith("jsonpath=", StringComparison.Ordinal))
            return ActionOutcome.Failure($"-w with -o {request.Action.Output} is not offered here: watch the table, or leave -w out.");
        if (await request.PathsAsync(cancellation) is not [var path]) return ActionOutcome.Failure("Only one kind of resource can be watched at a time.");
        var collection = path with { Name = null };
        var options = path.Name is null ? request.Options : request.Options with { FieldSelector = $"metadata.name={path.Name}" };
        if (path.Name is not null) await request.Api.GetAsync(path, cancellation);
        var list = await request.Api.ListAsync(collection, options, cancellation);
        if (request.Action.Output is not (null or "" or "wide")) return await ObjectsAsync(path, collection, list, options, cancellation);
        if (!request.Action.WatchOnly) await PrintAsync(path, await request.Api.TableAsync(path, options, cancellation), cancellation);

        await foreach (var change in request.Api.WatchAsync(collection, options, list.ResourceVersion, cancellation))
        {
            if (change.Type == WatchEventType.Restarted) continue;
            var changed = path with { Namespace = path.Resource.Namespaced ? change.Object.Namespace() ?? path.Namespace : null, Name = change.Object.Name() };
            if (change.Type == WatchEventType.Deleted) await PrintLastAsync(path, change.Object, cancellation);
            else await PrintChangeAsync(changed, change.Object, cancellation);
        }
        return ActionOutcome.Success("the cluster ended the watch");
    }

    /// <summary>Each object as it is, then again whenever it changes.</summary>
    private async Task<ActionOutcome> ObjectsAsync(ResourcePath path, ResourcePath collection, KubernetesList list, ListOptions options, CancellationToken cancellation)
    {
        if (!request.Action.WatchOnly)
            foreach (var item in list.Items) await PrintObjectAsync(path.Resource, item, cancellation);
        await foreach (var change in request.Api.WatchAsync(collection, options, list.ResourceVersion, cancellation))
            if (change.Type != WatchEventType.Restarted) await PrintObjectAsync(path.Resource, change.Object, cancellation);
        return ActionOutcome.Success("the cluster ended the watch");
    }

    private async Task PrintObjectAsync(ApiResource resource, JsonObject item, CancellationToken cancellation)
    {
        var shown = resource.Typed(SecretMask.Concerns(resource) ? SecretMask.Apply(item) : (JsonObject)item.DeepClone());
        (shown["metadata"] as JsonObject)?.Remove("managedFields");
        var output = request.Context.Output;
        switch (request.Action.Output)
        {
            case "name": await output.OutAsync($"{resource.QualifiedName}/{shown.Name()}", cancellation); break;
            case "json": await output.TextAsync(JsonText.Indented(shown), cancellation); break;
            case "yaml":
                if (headed) await output.OutAsync("---", cancellation);
                headed = true;
                await output.TextAsync(YamlText.Of(shown), cancellation);
                break;
            default: await output.TextAsync(new JsonPath(request.Action.Output!["jsonpath=".Length..]).Print(shown), cancellation); break;
        }
    }

    private async Task PrintChangeAsync(ResourcePath changed, JsonObject item, CancellationToken cancellation)
    {
        try
        {
            await PrintAsync(changed, await request.Api.TableAsync(changed, ListOptions.All, cancellation), cancellation);
        }
        catch (KubernetesApiException gone) when (gone.StatusCode == 404)
        {
            // Deleted meanwhile; its deletion is told next.
            await PrintLastAsync(changed, item, cancellation);
        }
    }

    private async Task PrintAsync(ResourcePath path, JsonObject table, CancellationToken cancellation)
    {
        var options = request.Table(path.Resource, severalKinds: false);
        var rows = table.Objects("rows").ToList();
        if (rows.Count > 0 && !headed && !options.NoHeaders) writer.Line(TableText.Header(table, options));
        headed |= rows.Count > 0;
        foreach (var row in rows)
        {
            last[Key(row["object"])] = (table, row);
            writer.Line(TableText.Row(table, row, options));
        }
        foreach (var line in writer.Flush()) await request.Context.Output.OutAsync(line, cancellation);
    }

    private async Task PrintLastAsync(ResourcePath path, JsonObject gone, CancellationToken cancellation)
    {
        if (!last.Remove(Key(gone), out var known)) return;
        writer.Line(TableText.Row(known.Table, known.Row, request.Table(path.Resource, severalKinds: false)));
        foreach (var line in writer.Flush()) await request.Context.Output.OutAsync(line, cancellation);
    }

    private static string Key(JsonNode? item) => $"{item.TextAt("metadata", "namespace")}/{item.TextAt("metadata", "name")}";
}
