using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Describing;

internal static class NetworkPolicyDescription
{
    private const string Indent = "    ";

    public static Task WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        var policy = described.Object;
        var spec = policy["spec"];
        writer.Line($"Name:\t{policy.Name()}");
        writer.Line($"Namespace:\t{policy.Namespace()}");
        writer.Line($"Created on:\t{policy.Time("metadata", "creationTimestamp")?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture)}");
        writer.Labels("Labels", policy.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", policy["metadata"]);
        writer.Line("Spec:");
        var pods = LabelSelectorText.Of(spec.At("podSelector"));
        writer.Line($"  PodSelector:     {(string.IsNullOrEmpty(pods) ? "<none> (Allowing the specific traffic to all pods in this namespace)" : pods)}");
        var types = spec.TextsAt("policyTypes").ToList();
        Direction(writer, types.Contains("Ingress"), "ingress", "From", "source", spec.Objects("ingress").ToList(), "from");
        Direction(writer, types.Contains("Egress"), "egress", "To", "destination", spec.Objects("egress").ToList(), "to");
        writer.Line(1, $"Policy Types: {(types.Count == 0 ? "<none>" : string.Join(", ", types))}");
        return Task.CompletedTask;
    }

    private static void Direction(DescriptionWriter writer, bool affected, string name, string side, string end, List<JsonObject> rules, string field)
    {
        writer.Line(1, affected ? $"Allowing {name} traffic:" : $"Not affecting {name} traffic");
        if (!affected) return;
        if (rules.Count == 0) writer.Line($"{Indent}<none> (Selected pods are isolated for {name} connectivity)");
        for (var i = 0; i < rules.Count; i++)
        {
            if (i > 0) writer.Line($"{Indent}----------");
            Ports(writer, rules[i]);
            var peers = rules[i].Objects(field).ToList();
            if (peers.Count == 0) writer.Line($"{Indent}{side}: <any> (traffic not restricted by {end})");
            foreach (var peer in peers) Peer(writer, side, peer);
        }
    }

    private static void Ports(DescriptionWriter writer, JsonObject rule)
    {
        var ports = rule.Objects("ports").ToList();
        if (ports.Count == 0) writer.Line($"{Indent}To Port: <any> (traffic allowed to all ports)");
        foreach (var port in ports)
        {
            var protocol = port.TextAt("protocol") ?? "TCP";
            writer.Line(port.NumberAt("endPort") is { } last ? $"{Indent}To Port Range: {port.TextAt("port")}-{last}/{protocol}" : $"{Indent}To Port: {port.TextAt("port") ?? "<nil>"}/{protocol}");
        }
    }

    private static void Peer(DescriptionWriter writer, string side, JsonObject peer)
    {
        writer.Line($"{Indent}{side}:");
        if (peer["namespaceSelector"] is { } spaces) writer.Line(1, $"{Indent}NamespaceSelector: {DescriptionWriter.OrNone(LabelSelectorText.Of(spaces))}");
        if (peer["podSelector"] is { } pods) writer.Line(1, $"{Indent}PodSelector: {DescriptionWriter.OrNone(LabelSelectorText.Of(pods))}");
        if (peer["ipBlock"] is not { } block || peer["podSelector"] is not null || peer["namespaceSelector"] is not null) return;
        writer.Line(1, $"{Indent}IPBlock:");
        writer.Line(2, $"{Indent}CIDR: {block.TextAt("cidr")}");
        writer.Line(2, $"{Indent}Except: {string.Join(", ", block.TextsAt("except"))}");
    }
}
