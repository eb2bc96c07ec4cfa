using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Actions.Host;
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
[JsonDerivedType(typeof(KubernetesApply), "kubernetes.apply")]
[JsonDerivedType(typeof(KubernetesCreate), "kubernetes.create")]
[JsonDerivedType(typeof(KubernetesCreateObject), "kubernetes.create.object")]
[JsonDerivedType(typeof(KubernetesReplace), "kubernetes.replace")]
[JsonDerivedType(typeof(KubernetesDeleteFiles), "kubernetes.delete.files")]
[JsonDerivedType(typeof(KubernetesDiff), "kubernetes.diff")]
[JsonDerivedType(typeof(KubernetesRun), "kubernetes.run")]
[JsonDerivedType(typeof(KubernetesExpose), "kubernetes.expose")]
[JsonDerivedType(typeof(KubernetesAutoscale), "kubernetes.autoscale")]
[JsonDerivedType(typeof(KubernetesMark), "kubernetes.mark")]
[JsonDerivedType(typeof(KubernetesSetEnvironment), "kubernetes.setEnv")]
[JsonDerivedType(typeof(KubernetesSetResources), "kubernetes.setResources")]
[JsonDerivedType(typeof(KubernetesSetServiceAccount), "kubernetes.setServiceAccount")]
[JsonDerivedType(typeof(KubernetesRolloutPause), "kubernetes.rollout.pause")]
[JsonDerivedType(typeof(KubernetesEdit), "kubernetes.edit")]
[JsonDerivedType(typeof(KubernetesCordon), "kubernetes.cordon")]
[JsonDerivedType(typeof(KubernetesDrain), "kubernetes.drain")]
[JsonDerivedType(typeof(KubernetesTaint), "kubernetes.taint")]
[JsonDerivedType(typeof(KubernetesCertificateApproval), "kubernetes.certificate")]
[JsonDerivedType(typeof(KubernetesWait), "kubernetes.wait")]
[JsonDerivedType(typeof(KubernetesEvents), "kubernetes.events")]
[JsonDerivedType(typeof(KubernetesCanI), "kubernetes.canI")]
[JsonDerivedType(typeof(KubernetesInfo), "kubernetes.info")]
[JsonDerivedType(typeof(KubernetesUseContext), "kubernetes.useContext")]
[JsonDerivedType(typeof(KubernetesPortForward), "kubernetes.portForward")]
[JsonDerivedType(typeof(KubernetesCopy), "kubernetes.cp")]
[JsonDerivedType(typeof(KubernetesRaw), "kubernetes.raw")]
[JsonDerivedType(typeof(KubernetesExplain), "kubernetes.explain")]
// the way back of a change; no command line compiles to it
[JsonDerivedType(typeof(KubernetesRestore), "kubernetes.restore")]
// PostgreSQL and Redis
[JsonDerivedType(typeof(PostgresQuery), "postgres.query")]
[JsonDerivedType(typeof(PostgresReady), "postgres.ready")]
[JsonDerivedType(typeof(PostgresPromote), "postgres.promote")]
[JsonDerivedType(typeof(PostgresDump), "postgres.dump")]
[JsonDerivedType(typeof(PostgresRestore), "postgres.restore")]
[JsonDerivedType(typeof(PostgresMaintenance), "postgres.maintain")]
[JsonDerivedType(typeof(PostgresRestoreRows), "postgres.restoreRows")]
[JsonDerivedType(typeof(RedisCommand), "redis.command")]
[JsonDerivedType(typeof(RedisScan), "redis.scan")]
[JsonDerivedType(typeof(RedisRestoreKeys), "redis.restoreKeys")]
// HTTP, Prometheus and TLS
[JsonDerivedType(typeof(HttpSend), "http.request")]
[JsonDerivedType(typeof(PrometheusQuery), "prometheus.query")]
[JsonDerivedType(typeof(TlsInspect), "tls.inspect")]
[JsonDerivedType(typeof(CertificateShow), "tls.certificate")]
// Docker
[JsonDerivedType(typeof(DockerPs), "docker.ps")]
[JsonDerivedType(typeof(DockerLogs), "docker.logs")]
[JsonDerivedType(typeof(DockerStats), "docker.stats")]
[JsonDerivedType(typeof(DockerTop), "docker.top")]
[JsonDerivedType(typeof(DockerPort), "docker.port")]
[JsonDerivedType(typeof(DockerInspect), "docker.inspect")]
[JsonDerivedType(typeof(DockerStart), "docker.start")]
[JsonDerivedType(typeof(DockerStop), "docker.stop")]
[JsonDerivedType(typeof(DockerRestart), "docker.restart")]
[JsonDerivedType(typeof(DockerKill), "docker.kill")]
[JsonDerivedType(typeof(DockerPause), "docker.pause")]
[JsonDerivedType(typeof(DockerUnpause), "docker.unpause")]
[JsonDerivedType(typeof(DockerRemove), "docker.rm")]
[JsonDerivedType(typeof(DockerExec), "docker.exec")]
[JsonDerivedType(typeof(DockerCopy), "docker.cp")]
[JsonDerivedType(typeof(DockerImages), "docker.images")]
[JsonDerivedType(typeof(DockerResources), "docker.list")]
[JsonDerivedType(typeof(DockerPull), "docker.pull")]
[JsonDerivedType(typeof(DockerTag), "docker.tag")]
[JsonDerivedType(typeof(DockerResourceRemove), "docker.remove")]
[JsonDerivedType(typeof(DockerResourceCreate), "docker.create")]
[JsonDerivedType(typeof(DockerNetworkLink), "docker.network")]
[JsonDerivedType(typeof(DockerPrune), "docker.prune")]
[JsonDerivedType(typeof(DockerAbout), "docker.about")]
[JsonDerivedType(typeof(ComposePs), "compose.ps")]
[JsonDerivedType(typeof(ComposeLogs), "compose.logs")]
[JsonDerivedType(typeof(ComposeExec), "compose.exec")]
[JsonDerivedType(typeof(ComposeControl), "compose.control")]
[JsonDerivedType(typeof(ComposeUp), "compose.up")]
[JsonDerivedType(typeof(ComposeDown), "compose.down")]
[JsonDerivedType(typeof(ComposePull), "compose.pull")]
[JsonDerivedType(typeof(ComposeAbout), "compose.about")]
// programs of a host
[JsonDerivedType(typeof(HostRun), "host.run")]
// files, values and several actions in one
[JsonDerivedType(typeof(ValueSet), "value.set")]
[JsonDerivedType(typeof(ValueText), "value.text")]
[JsonDerivedType(typeof(ValueDate), "value.date")]
[JsonDerivedType(typeof(ValueArithmetic), "value.arithmetic")]
[JsonDerivedType(typeof(ValueTest), "value.test")]
[JsonDerivedType(typeof(FileRead), "file.read")]
[JsonDerivedType(typeof(FlowSequence), "flow.sequence")]
[JsonDerivedType(typeof(FlowPipe), "flow.pipe")]
[JsonDerivedType(typeof(FlowForEach), "flow.forEach")]
[JsonDerivedType(typeof(FlowIf), "flow.if")]
[JsonDerivedType(typeof(FlowWatch), "flow.watch")]
[JsonDerivedType(typeof(FlowUntil), "flow.until")]
[JsonDerivedType(typeof(FlowTimeout), "flow.timeout")]
[JsonDerivedType(typeof(FlowWait), "flow.wait")]
[JsonDerivedType(typeof(FlowNothing), "flow.nothing")]
[JsonDerivedType(typeof(FlowExit), "flow.exit")]
// the way back of a change
[JsonDerivedType(typeof(RevertChange), "change.revert")]
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

    // a record would print its properties, and one of them is the record itself
    public sealed override string ToString() => $"{Name}: {ParameterText.Display(Sentence)}";

    /// <summary>Names of the parameters in any of its texts, in order of appearance.</summary>
    public IReadOnlyList<string> ParameterNames() => [.. Places().Where(name => !ParameterText.IsLocal(name))];

    /// <summary>Whether something in it is found only while it runs, such as what a lookup finds or the item of a loop.</summary>
    public bool HasUnknownPlaces() => Places().Any(ParameterText.IsLocal);

    private IReadOnlyList<string> Places() => ParameterText.Names(string.Concat(Texts(ToNode())));

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
