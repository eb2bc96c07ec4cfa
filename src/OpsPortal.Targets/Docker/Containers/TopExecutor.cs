using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker top</c> and <c>docker port</c>: what is known of one container.</summary>
internal sealed class TopExecutor : DockerExecutor<DockerTop>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerTop action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var query = DockerPath.Query(("ps_args", action.Options.Count == 0 ? null : string.Join(' ', action.Options)));
        var processes = await api.GetAsync(DockerPath.Container(action.Container, $"/top{query}"), cancellation);
        var lines = Table(processes);
        foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
        return new(true, $"{Math.Max(0, lines.Count - 1)} processes of container {action.Container}", 0);
    }

    /// <summary>As docker prints it: columns twenty wide at least.</summary>
    public static IReadOnlyList<string> Table(JsonNode? processes)
    {
        var writer = new TabWriter(20, 3);
        writer.Line(string.Join('\t', processes.TextsAt("Titles")));
        foreach (var process in processes.At("Processes") as JsonArray ?? []) writer.Line(string.Join('\t', process.TextsAt()));
        return writer.Flush();
    }
}

internal sealed class PortExecutor : DockerExecutor<DockerPort>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerPort action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var container = await api.GetAsync(DockerPath.Container(action.Container, "/json"), cancellation);
        var wanted = action.Port is null or [.., '/'] ? null : action.Port.Contains('/') ? action.Port : $"{action.Port}/tcp";
        List<string> lines = [];
        foreach (var (port, bindings) in container.At("NetworkSettings", "Ports") as JsonObject ?? [])
            foreach (var binding in (bindings as JsonArray ?? []).OfType<JsonObject>())
            {
                var address = binding.TextAt("HostIp") is { } ip && ip.Contains(':') ? $"[{ip}]" : binding.TextAt("HostIp");
                if (wanted is null) lines.Add($"{port} -> {address}:{binding.TextAt("HostPort")}");
                else if (wanted == port) lines.Add($"{address}:{binding.TextAt("HostPort")}");
            }
        if (wanted is not null && lines.Count == 0)
        {
            var none = $"Error: No public port '{action.Port}' published for {action.Container}";
            await context.Output.ErrorAsync(none, cancellation);
            return ActionOutcome.Failure(none, 1);
        }
        foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
        return new(true, $"{lines.Count} published ports", 0);
    }
}
