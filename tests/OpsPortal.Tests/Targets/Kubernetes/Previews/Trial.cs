using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Tests.Targets.Kubernetes.Previews;

/// <summary>One namespace of a cluster: actions are previewed and carried out in it, and what they keep is remembered.</summary>
public sealed partial class Trial(IKubernetesApi api, string place)
{
    private static readonly Dictionary<Type, IActionExecutor> Executors = new ServiceCollection().AddSingleton(TimeProvider.System).AddTargets().BuildServiceProvider()
        .GetServices<IActionExecutor>().ToDictionary(e => e.ActionType);

    private static readonly string[] Kinds =
        ["deployments.apps", "statefulsets.apps", "services", "configmaps", "secrets", "horizontalpodautoscalers.autoscaling", "persistentvolumeclaims", "jobs.batch"];

    /// <summary>Every record that was kept, in order; the last one counts.</summary>
    public List<ChangeRecord> Kept { get; } = [];
    public int SideEffects { get; private set; }
    public StepFiles Files { get; init; } = new();
    public IKubernetesApi Api => api;

    public Task<ActionPreview> PreviewAsync(StepAction action) => Executors[action.GetType()].PreviewAsync(action, Context(), default);

    public Task<ActionOutcome> RunAsync(StepAction action) => Executors[action.GetType()].ExecuteAsync(action, Context(), default);

    /// <summary>All that is there and was not made by a controller, without what the server writes.</summary>
    /// <param name="identities">With uid and generation, so that nothing can have come and gone.</param>
    public async Task<string> SnapshotAsync(bool identities)
    {
        var text = new StringBuilder();
        foreach (var kind in Kinds)
        {
            var resource = await api.ResolveAsync(kind, default);
            foreach (var item in (await api.ListAsync(new(resource, place), ListOptions.All, default)).Items)
            {
                var metadata = (JsonObject)item["metadata"]!;
                text.Append(kind).Append(identities ? $" {metadata["uid"]} {metadata["generation"]} " : " ");
                item.Remove("status");
                // kubectl writes a time that is not there
                (item["spec"]?["template"]?["metadata"] as JsonObject)?.Remove("creationTimestamp");
                foreach (var field in new[] { "uid", "generation", "resourceVersion", "creationTimestamp" }) metadata.Remove(field);
                (metadata["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
                if (metadata["annotations"] is JsonObject { Count: 0 }) metadata.Remove("annotations");
                text.AppendLine(Sorted(item)!.ToJsonString());
            }
        }
        return Plain(text.ToString());
    }

    /// <summary>What differs between a trial and the change itself: times, and what the server draws.</summary>
    public static string Plain(string? text) => Drawn().Replace(text ?? "(none)", "…");

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private ActionContext Context() => new()
    {
        Kubernetes = api,
        DefaultNamespace = place,
        Output = new RecordedOutput(),
        Time = TimeProvider.System,
        Files = Files,
        BeforeSideEffect = _ =>
        {
            SideEffects++;
            return ValueTask.CompletedTask;
        },
        KeepAsync = (record, _) =>
        {
            Kept.Add(record);
            return ValueTask.CompletedTask;
        },
    };

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\b10\.\d+\.\d+\.\d+\b")]
    private static partial Regex Drawn();
}
