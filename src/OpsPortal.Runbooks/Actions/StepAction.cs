using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions;

/// <summary>
/// A typed request, as data. It says everything about itself that a page, a permission check or an audit entry needs;
/// only an executor (in Targets) knows how it is done. Strings may hold places for parameters (<see cref="ParameterText"/>).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
// Kubernetes
[JsonDerivedType(typeof(KubernetesGet), "kubernetes.get")]
[JsonDerivedType(typeof(KubernetesDescribe), "kubernetes.describe")]
[JsonDerivedType(typeof(KubernetesLogs), "kubernetes.logs")]
[JsonDerivedType(typeof(KubernetesTop), "kubernetes.top")]
[JsonDerivedType(typeof(KubernetesScale), "kubernetes.scale")]
[JsonDerivedType(typeof(KubernetesRolloutRestart), "kubernetes.rollout.restart")]
[JsonDerivedType(typeof(KubernetesRolloutStatus), "kubernetes.rollout.status")]
[JsonDerivedType(typeof(KubernetesRolloutHistory), "kubernetes.rollout.history")]
[JsonDerivedType(typeof(KubernetesRolloutUndo), "kubernetes.rollout.undo")]
[JsonDerivedType(typeof(KubernetesSetImage), "kubernetes.setImage")]
[JsonDerivedType(typeof(KubernetesPatch), "kubernetes.patch")]
[JsonDerivedType(typeof(KubernetesDelete), "kubernetes.delete")]
[JsonDerivedType(typeof(KubernetesExec), "kubernetes.exec")]
// PostgreSQL and Redis
// HTTP, Prometheus and TLS
[JsonDerivedType(typeof(HttpSend), "http.request")]
[JsonDerivedType(typeof(PrometheusQuery), "prometheus.query")]
[JsonDerivedType(typeof(TlsInspect), "tls.inspect")]
[JsonDerivedType(typeof(CertificateShow), "tls.certificate")]
// Docker
// programs of a host
// files, values and several actions in one
public abstract record StepAction
{
    /// <summary>Family and verb, e.g. <c>kubernetes.scale</c>; the discriminator above.</summary>
    [JsonIgnore] public abstract string Name { get; }

    [JsonIgnore] public abstract Risk Risk { get; }

    /// <summary>What it will do, as a button would say it: "Scale deployment platform-service to 5". No full stop.</summary>
    [JsonIgnore] public abstract string Sentence { get; }

    /// <summary>The one object it acts on, or the narrowest description of several.</summary>
    [JsonIgnore] public abstract StepTarget? Target { get; }

    /// <summary>Goes on until it is stopped.</summary>
    [JsonIgnore] public virtual bool Live => false;

    /// <summary>Where several actions are done as one: the one that a person would name.</summary>
    [JsonIgnore] public virtual StepAction Principal => this;

    /// <summary>Names of the parameters in any of its texts, in order of appearance.</summary>
    public IReadOnlyList<string> ParameterNames() => ParameterText.Names(string.Concat(Texts(ToNode())));

    /// <summary>
    /// The same action with its places filled. Values go into finished fields, never through a parser again:
    /// a pod named <c>--all</c> stays a name.
    /// </summary>
    public StepAction Bind(IReadOnlyDictionary<string, string> values) => Bind<StepAction>(this, values);

    internal static T Bind<T>(T value, IReadOnlyDictionary<string, string> values)
    {
        var node = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web)!;
        Fill(node, values);
        return node.Deserialize<T>(JsonSerializerOptions.Web)!;
    }

    private JsonNode ToNode() => JsonSerializer.SerializeToNode<StepAction>(this, JsonSerializerOptions.Web)!;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Texts(p.Value)),
        JsonArray a => a.SelectMany(Texts),
        JsonValue v when v.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private static void Fill(JsonNode node, IReadOnlyDictionary<string, string> values)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (key, child) in o.ToList())
                    if (child is JsonValue v && v.TryGetValue(out string? text)) o[key] = ParameterText.Bind(text, values);
                    else if (child is not null) Fill(child, values);
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    if (a[i] is JsonValue v && v.TryGetValue(out string? text)) a[i] = ParameterText.Bind(text, values);
                    else if (a[i] is { } child) Fill(child, values);
                break;
        }
    }
}

/// <summary>What a step acts on.</summary>
/// <param name="Kind">Singular, lower case, e.g. <c>deployment</c>; null where only a place is known.</param>
public sealed record StepTarget(string? Namespace, string? Kind, string? Name);
