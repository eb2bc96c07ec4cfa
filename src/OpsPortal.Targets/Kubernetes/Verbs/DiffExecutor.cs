using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The object as it is and as applying would make it, line against line. A difference is an answer, no failure.</summary>
internal sealed class DiffExecutor : KubernetesExecutor<KubernetesDiff>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesDiff action, ActionContext context, CancellationToken cancellation)
    {
        var described = await new ManifestReader(context).ReadAsync(action.Files, action.Recursive, action.LabelSelector, cancellation);
        List<string> refused = [];
        var changed = 0;
        foreach (var one in described)
        {
            try
            {
                var path = await context.PlaceAsync(one, action.Namespace, cancellation);
                var live = await context.FindAsync(path, cancellation);
                var after = await Applying.MergedAsync(one, path, live, context, cancellation);
                var name = $"{path.Resource.ApiVersion.Replace('/', '.')}.{path.Resource.Kind}.{path.Namespace}.{path.Name}";
                var (old, @new) = (Text(path.Resource, live), Text(path.Resource, after));
                // masked values of one size look alike, and differ all the same
                if (old == @new && live is not null && SecretMask.Concerns(path.Resource) && !JsonNode.DeepEquals(live["data"], after["data"]))
                    await context.Output.NoteAsync($"The values of secret {path.Name} differ; they are not shown.", cancellation);
                else if (old == @new) continue;
                changed++;
                await context.Output.OutAsync($"diff -u -N LIVE/{name} MERGED/{name}", cancellation);
                await context.Output.OutAsync($"--- LIVE/{name}", cancellation);
                await context.Output.OutAsync($"+++ MERGED/{name}", cancellation);
                foreach (var line in UnifiedDiff.Of(Lines(old), Lines(@new))) await context.Output.OutAsync(line, cancellation);
            }
            catch (Exception wrong) when (wrong is KubernetesApiException or StepRefusal)
            {
                refused.Add(wrong.Message);
            }
        }
        var sentence = changed == 0 ? "no change" : $"{changed} of {described.Count} object{(described.Count == 1 ? "" : "s")} would change";
        return refused.Count == 0 ? ActionOutcome.Success(sentence) : ActionOutcome.Failure($"{string.Join("; ", refused)}; {sentence}");
    }

    private static string Text(ApiResource resource, JsonObject? item)
    {
        if (item is null) return "";
        var shown = SecretMask.Concerns(resource) ? SecretMask.Apply(item) : (JsonObject)item.DeepClone();
        (shown["metadata"] as JsonObject)?.Remove("managedFields");
        return YamlText.Of(shown);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
