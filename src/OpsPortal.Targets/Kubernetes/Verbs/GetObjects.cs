using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary><c>-o yaml|json|name|jsonpath|custom-columns</c>: a single named object as itself, anything else as a List.</summary>
internal sealed class GetObjects(GetRequest request)
{
    private readonly IOutput output = request.Context.Output;

    public async Task<ActionOutcome> RunAsync(CancellationToken cancellation)
    {
        var (form, argument) = request.Action.Output!.Split('=', 2) is [var name, var rest] ? (name, rest) : (request.Action.Output!, "");
        if (Unknown(form, argument) is { } unknown) return ActionOutcome.Failure(unknown);
        // Read before anything is asked of the cluster: a template that is wrong fails at once.
        var columns = form == "custom-columns" ? new CustomColumns(argument) : null;
        var path = form.StartsWith("jsonpath", StringComparison.Ordinal) ? new JsonPath(argument) : null;

        var (items, single, refusals) = await ItemsAsync(cancellation);
        if (items.Count > 0 || !request.Action.IgnoreNotFound)
            switch (form)
            {
                case "name":
                    foreach (var item in items) await output.OutAsync(item.QualifiedName, cancellation);
                    break;
                case "custom-columns": await WriteColumnsAsync(columns!, items, cancellation); break;
                case "jsonpath": await output.TextAsync(path!.Print(Whole(items, single)), cancellation); break;
                case "jsonpath-as-json": await output.TextAsync(JsonText.Indented(new JsonArray([.. path!.Find(Whole(items, single)).SelectMany(v => v).Select(v => v?.DeepClone())])), cancellation); break;
                case "json": await output.TextAsync(JsonText.Indented(Whole(items, single, printed: true)), cancellation); break;
                default: await output.TextAsync(YamlText.Of(Whole(items, single, printed: true)), cancellation); break;
            }
        return refusals.Count > 0 ? ActionOutcome.Failure(string.Join("; ", refusals)) : ActionOutcome.Success(request.Found(items.Count));
    }

    private static string? Unknown(string form, string argument) => form switch
    {
        "yaml" or "json" or "name" => null,
        "custom-columns" => null,
        "jsonpath" or "jsonpath-as-json" when argument.Length > 0 => null,
        "jsonpath" or "jsonpath-as-json" => "-o jsonpath wants a template: -o jsonpath='{.metadata.name}'.",
        _ => $"-o {form} is not offered here. Use wide, yaml, json, name, jsonpath=… or custom-columns=….",
    };

    private async Task<(IReadOnlyList<Selected> Items, bool Single, IReadOnlyList<string> Refusals)> ItemsAsync(CancellationToken cancellation)
    {
        List<Selected> items = [];
        List<string> refusals = [];
        var masked = false;
        var paths = await request.PathsAsync(cancellation);
        foreach (var path in paths)
        {
            try
            {
                IReadOnlyList<JsonObject> found = path.Name is null ? (await request.Api.ListAsync(path, request.Options, cancellation)).Items : [await request.Api.GetAsync(path, cancellation)];
                var secret = SecretMask.Concerns(path.Resource) && !request.Context.Piped;
                masked |= secret && found.Any(SecretMask.Hides);
                items.AddRange(found.Select(item => new Selected(path.Resource, path.Resource.Typed(secret ? SecretMask.Apply(item) : item))));
            }
            catch (KubernetesApiException refused)
            {
                if (!(refused.StatusCode == 404 && request.Action.IgnoreNotFound)) refusals.Add(refused.Message);
            }
        }
        var single = paths is [{ Name: not null }];
        if (masked && request.Action.Output is not "name") await output.NoteAsync("The values of secrets are masked: only their sizes are shown.", cancellation);
        if (request.Action.SortBy is { Length: > 0 } field && !single) return (ObjectOrder.By(field, items, item => item.Object), single, refusals);
        // A single object that could not be had leaves nothing to print.
        return single && items.Count == 0 && refusals.Count > 0 ? throw new KubernetesApiException(refusals[0], 404, "NotFound") : (items, single, refusals);
    }

    private async Task WriteColumnsAsync(CustomColumns columns, IReadOnlyList<Selected> items, CancellationToken cancellation)
    {
        var writer = TabWriter.Table();
        if (!request.Action.NoHeaders) writer.Line(columns.Header);
        foreach (var item in items) writer.Line(columns.Row(item.Object));
        foreach (var line in writer.Flush()) await output.OutAsync(line, cancellation);
    }

    /// <param name="printed">As people read it, without the book-keeping of who manages which field.</param>
    private static JsonObject Whole(IReadOnlyList<Selected> items, bool single, bool printed = false)
    {
        JsonObject One(Selected item)
        {
            var copy = (JsonObject)item.Object.DeepClone();
            if (printed) (copy["metadata"] as JsonObject)?.Remove("managedFields");
            return copy;
        }
        if (single) return items.Count == 0 ? [] : One(items[0]);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["items"] = new JsonArray([.. items.Select(One)]),
            ["kind"] = "List",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "" },
        };
    }
}
