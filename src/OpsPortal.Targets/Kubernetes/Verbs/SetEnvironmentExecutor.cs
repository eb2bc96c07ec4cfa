using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Variables of containers: values, what is taken away, and keys of a config map or secret that are referred to.</summary>
internal sealed partial class SetEnvironmentExecutor : SelectedChangeExecutor<KubernetesSetEnvironment>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesSetEnvironment action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Variables.FirstOrDefault(v => !NameForm().IsMatch(v.Name)) is { } wrong) return ActionOutcome.Failure($"'{wrong.Name}' is no name of a variable: letters, digits, '_', '-' and '.', no digit first.");
        return action.List ? await ListAsync(action, context, cancellation) : await base.ExecuteAsync(action, context, cancellation);
    }

    protected override async Task<JsonObject?> PrepareAsync(KubernetesSetEnvironment action, ActionContext context, CancellationToken cancellation) =>
        action.From is null ? null : (await context.OneAsync(action, action.From, cancellation)).Object;

    protected override ObjectPatch Patch(KubernetesSetEnvironment action, Selected one, JsonObject? prepared)
    {
        var containers = PodTemplates.Containers(one, action.Containers).Where(c => c.List == "containers" || action.Containers != "*").ToList();
        if (containers.Count == 0) throw new StepRefusal($"{one.Spoken} has no container {action.Containers}.");
        var wanted = action.Variables.Where(v => v.Value is not null).Select(v => new JsonObject { ["name"] = v.Name, ["value"] = v.Value }).Concat(Referred(action, prepared)).ToList();
        var gone = action.Variables.Where(v => v.Value is null).Select(v => v.Name).ToList();
        var spec = new JsonObject();
        var changed = false;
        foreach (var list in containers.GroupBy(c => c.List))
            spec[list.Key] = new JsonArray([.. list.Select(c =>
            {
                var env = new JsonArray();
                foreach (var variable in wanted)
                {
                    var now = c.Container.Objects("env").FirstOrDefault(e => e.TextAt("name") == variable.TextAt("name"));
                    if (now is not null && JsonNode.DeepEquals(now, variable)) continue;
                    if (now is not null && !action.Overwrite) throw new StepRefusal($"'{variable.TextAt("name")}' already has a value in {one.Spoken}, and --overwrite is false: nothing was changed.");
                    var set = (JsonObject)variable.DeepClone();
                    // a value and a reference exclude each other
                    if (now is not null) set[variable["value"] is null ? "value" : "valueFrom"] = null;
                    env.Add(set);
                }
                foreach (var name in gone.Where(name => c.Container.Objects("env").Any(e => e.TextAt("name") == name))) env.Add(new JsonObject { ["$patch"] = "delete", ["name"] = name });
                changed |= env.Count > 0;
                return new JsonObject { ["name"] = c.Container.TextAt("name"), ["env"] = env };
            }).Where(c => ((JsonArray)c["env"]!).Count > 0)]);
        return changed ? ObjectPatch.Strategic(PodTemplates.Wrap(one, spec), "env updated") : ObjectPatch.None("");
    }

    private static IEnumerable<JsonObject> Referred(KubernetesSetEnvironment action, JsonObject? from)
    {
        if (from is null) yield break;
        var keys = (from["data"] as JsonObject)?.Select(p => p.Key).Order(StringComparer.Ordinal).ToList() ?? [];
        if (action.Keys.FirstOrDefault(k => !keys.Contains(k)) is { } missing) throw new StepRefusal($"{action.From!.Name} has no key {missing}: it has {string.Join(", ", keys)}.");
        var reference = from.TextAt("kind") == "Secret" ? "secretKeyRef" : "configMapKeyRef";
        foreach (var key in keys.Where(k => action.Keys.Count == 0 || action.Keys.Contains(k)))
            yield return new()
            {
                ["name"] = $"{action.Prefix}{NotInNames().Replace(key, "_").ToUpperInvariant()}",
                ["valueFrom"] = new JsonObject { [reference] = new JsonObject { ["key"] = key, ["name"] = from.Name() } },
            };
    }

    private async Task<ActionOutcome> ListAsync(KubernetesSetEnvironment action, ActionContext context, CancellationToken cancellation)
    {
        var selected = await SelectAsync(action, context, cancellation);
        foreach (var one in selected)
            foreach (var (_, container) in PodTemplates.Containers(one, action.Containers))
            {
                await context.Output.OutAsync($"# {one.Resource.Kind} {one.Name}, container {container.TextAt("name")}", cancellation);
                foreach (var variable in container.Objects("env")) await context.Output.OutAsync(Told(variable), cancellation);
            }
        return ActionOutcome.Success($"{selected.Count} object{(selected.Count == 1 ? "" : "s")}");
    }

    private static string Told(JsonObject variable) => (variable.At("valueFrom") as JsonObject)?.FirstOrDefault() switch
    {
        { Key: "secretKeyRef", Value: var from } => $"# {variable.TextAt("name")} from secret {from.TextAt("name")}, key {from.TextAt("key")}",
        { Key: "configMapKeyRef", Value: var from } => $"# {variable.TextAt("name")} from configmap {from.TextAt("name")}, key {from.TextAt("key")}",
        { Key: "fieldRef", Value: var from } => $"# {variable.TextAt("name")} from field path {from.TextAt("fieldPath")}",
        { Key: "resourceFieldRef", Value: var from } => $"# {variable.TextAt("name")} from resource field {from.TextAt("resource")}",
        _ => $"{variable.TextAt("name")}={variable.TextAt("value")}",
    };

    [GeneratedRegex(@"^[-._a-zA-Z][-._a-zA-Z0-9]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"[^a-zA-Z0-9_]")]
    private static partial Regex NotInNames();
}
