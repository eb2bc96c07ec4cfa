using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Systems;

/// <summary>One system of the sandbox as its file tells it: what it consists of, and how that behaves.</summary>
/// <param name="DefaultNamespace">Where the commands of its runbook act that name no namespace.</param>
/// <param name="Objects">Kubernetes objects as they stand in the file; <c>stringData</c> of secrets is not yet encoded.</param>
public sealed record SystemDefinition(
    string Name,
    string Title,
    string DefaultNamespace,
    IReadOnlyList<string> Namespaces,
    IReadOnlyDictionary<string, ProfileDefinition> Profiles,
    IReadOnlyList<ImageDefinition> Images,
    IReadOnlyList<WorkloadDefinition> Workloads,
    IReadOnlyList<CertificateDefinition> Certificates,
    IReadOnlyList<JsonObject> Objects)
{
    /// <summary>Every system that comes with the sandbox, by name.</summary>
    public static IReadOnlyList<SystemDefinition> LoadAll()
    {
        var assembly = typeof(SystemDefinition).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith("Systems/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Parse(reader.ReadToEnd(), name);
            })];
    }

    /// <summary>Its runbook in Markdown; null where none comes with the sandbox.</summary>
    public string? Runbook
    {
        get
        {
            using var text = typeof(SystemDefinition).Assembly.GetManifestResourceStream($"Runbooks/{Name}.md");
            return text is null ? null : new StreamReader(text).ReadToEnd();
        }
    }

    /// <exception cref="SystemDefinitionException">Names the file, the key and what to do.</exception>
    public static SystemDefinition Parse(string yaml, string file = "system.yaml") => SystemFile.Read(yaml, file);
}

public enum WorkloadKind { Deployment, StatefulSet, Pod }

/// <summary>A workload of one container.</summary>
/// <param name="Age">How long it has been running when the sandbox begins.</param>
/// <param name="Revisions">What was deployed before, oldest first; deployments only.</param>
/// <param name="Kept">A bare pod that comes back when it is deleted, as one that an operator looks after does.</param>
/// <param name="Container">The container as Kubernetes has it, without its image.</param>
/// <param name="PodSpec">Further fields of the pod's spec (volumes, serviceAccountName, …).</param>
/// <param name="Spec">Further fields of the workload's spec (strategy, serviceName, volumeClaimTemplates, …).</param>
public sealed record WorkloadDefinition(
    WorkloadKind Kind,
    string Namespace,
    string Name,
    int Replicas,
    string Image,
    IReadOnlyDictionary<string, string> Labels,
    TimeSpan Age,
    bool Kept,
    string? ChangeCause,
    IReadOnlyList<RevisionDefinition> Revisions,
    JsonObject Container,
    JsonObject PodSpec,
    JsonObject Spec);

public sealed record RevisionDefinition(string Image, string? ChangeCause, TimeSpan Age);

/// <param name="Expires">From the sandbox's beginning; the certificate was issued so that this much is left.</param>
public sealed record CertificateDefinition(
    string Namespace, string Name, string Secret, IReadOnlyList<string> DnsNames, TimeSpan Expires, TimeSpan Duration, bool Managed);

/// <summary>What is wrong with a version of an image.</summary>
public enum ImageDefect { None, Crash, Errors, Slow, NeverReady, Leak }

/// <param name="Tags">What can be pulled, and what is wrong with each.</param>
public sealed record ImageDefinition(string Repository, string Profile, IReadOnlyDictionary<string, ImageDefect> Tags);
