using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Containers of a pod, or of a template where nothing has run yet.</summary>
internal static class ContainerDescription
{
    /// <param name="pod">Where the containers run; null for a template.</param>
    /// <param name="indent">Of the whole block.</param>
    public static void Write(DescriptionWriter writer, string label, IEnumerable<JsonObject> containers, IEnumerable<JsonObject> statuses, JsonObject? pod, string indent)
    {
        var all = containers.ToList();
        var byName = statuses.ToDictionary(s => s.TextAt("name") ?? "");
        writer.Line($"{indent}{label}:{(all.Count == 0 ? " <none>" : "")}");
        foreach (var container in all)
        {
            var status = byName.GetValueOrDefault(container.TextAt("name") ?? "");
            writer.Line(1, $"{(indent.Length > 0 ? " " : "")}{container.TextAt("name")}:");
            Basics(writer, container, status);
            Command(writer, "Command", container);
            Command(writer, "Args", container);
            if (status is not null) State(writer, status);
            Resources(writer, container);
            foreach (var probe in new[] { "liveness", "readiness", "startup" })
                if (container[$"{probe}Probe"] is JsonObject described) writer.Line(2, $"{char.ToUpperInvariant(probe[0])}{probe[1..]}:\t{Probe(described)}");
            EnvironmentDescription.Write(writer, container, pod);
            Mounts(writer, container);
        }
    }

    private static void Basics(DescriptionWriter writer, JsonObject container, JsonObject? status)
    {
        if (status is not null) writer.Line(2, $"Container ID:\t{status.TextAt("containerID")}");
        writer.Line(2, $"Image:\t{container.TextAt("image")}");
        if (status is not null) writer.Line(2, $"Image ID:\t{status.TextAt("imageID")}");
        foreach (var (title, field) in new[] { ("Port", "containerPort"), ("Host Port", "hostPort") })
        {
            var ports = container.Objects("ports").Select(p => $"{p.NumberAt(field) ?? 0}/{p.TextAt("protocol") ?? "TCP"}").ToList();
            writer.Line(2, $"{title}{(ports.Count > 1 ? "s" : "")}:\t{DescriptionWriter.OrNone(string.Join(", ", ports))}");
        }
        writer.Optional(2, "SeccompProfile", container.TextAt("securityContext", "seccompProfile", "type"));
    }

    private static void Command(DescriptionWriter writer, string title, JsonObject container)
    {
        var words = container.TextsAt(title.ToLowerInvariant()).ToList();
        if (words.Count > 0) writer.Line(2, $"{title}:");
        foreach (var line in words.SelectMany(word => word.Split('\n'))) writer.Line(3, line);
    }

    private static void State(DescriptionWriter writer, JsonObject status)
    {
        OneState(writer, "State", status["state"]);
        if (status.At("lastState", "terminated") is not null) OneState(writer, "Last State", status["lastState"]);
        writer.Line(2, $"Ready:\t{(status.FlagAt("ready") ? "True" : "False")}");
        writer.Line(2, $"Restart Count:\t{status.NumberAt("restartCount") ?? 0}");
    }

    private static void OneState(DescriptionWriter writer, string title, JsonNode? state)
    {
        if (state.At("running") is { } running)
        {
            writer.Line(2, $"{title}:\tRunning");
            writer.Line(3, $"Started:\t{DescriptionWriter.Date(running.Time("startedAt"))}");
        }
        else if (state.At("terminated") is { } ended)
        {
            writer.Line(2, $"{title}:\tTerminated");
            writer.Optional(3, "Reason", ended.TextAt("reason"));
            writer.Optional(3, "Message", ended.TextAt("message"));
            writer.Line(3, $"Exit Code:\t{ended.NumberAt("exitCode") ?? 0}");
            if (ended.NumberAt("signal") is > 0 and var signal) writer.Line(3, $"Signal:\t{signal}");
            writer.Line(3, $"Started:\t{DescriptionWriter.Date(ended.Time("startedAt"))}");
            writer.Line(3, $"Finished:\t{DescriptionWriter.Date(ended.Time("finishedAt"))}");
        }
        else
        {
            writer.Line(2, $"{title}:\tWaiting");
            writer.Optional(3, "Reason", state.TextAt("waiting", "reason"));
        }
    }

    private static void Resources(DescriptionWriter writer, JsonObject container)
    {
        foreach (var title in new[] { "Limits", "Requests" })
        {
            var amounts = container.MapAt("resources", title.ToLowerInvariant());
            if (amounts.Count > 0) writer.Line(2, $"{title}:");
            foreach (var (name, amount) in amounts) writer.Line(3, $"{name}:\t{amount}");
        }
    }

    private static void Mounts(DescriptionWriter writer, JsonObject container)
    {
        var mounts = container.Objects("volumeMounts").OrderBy(m => m.TextAt("mountPath"), StringComparer.Ordinal).ToList();
        writer.Line(2, mounts.Count == 0 ? "Mounts:\t<none>" : "Mounts:");
        foreach (var mount in mounts)
            writer.Line(3, $"{mount.TextAt("mountPath")} from {mount.TextAt("name")} ({(mount.FlagAt("readOnly") ? "ro" : "rw")}{(mount.TextAt("subPath") is { Length: > 0 } path ? $",path=\"{path}\"" : "")})");
    }

    private static string Probe(JsonObject probe)
    {
        var attributes = $"delay={probe.NumberAt("initialDelaySeconds") ?? 0}s timeout={probe.NumberAt("timeoutSeconds") ?? 0}s period={probe.NumberAt("periodSeconds") ?? 0}s"
            + $" #success={probe.NumberAt("successThreshold") ?? 0} #failure={probe.NumberAt("failureThreshold") ?? 0}";
        if (probe["exec"] is { } exec) return $"exec [{string.Join(' ', exec.TextsAt("command"))}] {attributes}";
        if (probe["httpGet"] is { } http) return $"http-get {(http.TextAt("scheme") ?? "HTTP").ToLowerInvariant()}://{http.TextAt("host")}:{http.TextAt("port")}{http.TextAt("path")} {attributes}";
        if (probe["tcpSocket"] is { } tcp) return $"tcp-socket {tcp.TextAt("host")}:{tcp.TextAt("port")} {attributes}";
        return probe["grpc"] is { } grpc ? $"grpc <pod>:{grpc.TextAt("port")} {grpc.TextAt("service")} {attributes}" : $"unknown {attributes}";
    }
}
