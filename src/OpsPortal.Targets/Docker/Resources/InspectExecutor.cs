using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Templates;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker inspect</c>: of a name without a kind, the first kind that has it.</summary>
internal sealed class InspectExecutor : DockerExecutor<DockerInspect>
{
    private static readonly string[] Kinds = ["container", "image", "network", "volume"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override async Task<ActionOutcome> ExecuteAsync(DockerInspect action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var template = action.Format is null or "json" ? null : GoTemplate.Parse(action.Format.Replace("\\t", "\t").Replace("\\n", "\n"));
        var found = new JsonArray();
        List<string> missing = [];
        foreach (var name in action.Objects)
            if (await FindAsync(api, action.Kind, name, cancellation) is { } one) found.Add(one);
            else missing.Add(Missing(action.Kind, name));
        if (template is not null)
            foreach (var one in found) await context.Output.TextAsync(template.Fill(one) + "\n", cancellation);
        else await context.Output.TextAsync(action.Format == "json" ? found.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) : found.ToJsonString(Indented), cancellation);
        foreach (var sentence in missing) await context.Output.ErrorAsync(sentence, cancellation);
        return missing.Count == 0 ? new(true, $"inspected {string.Join(", ", action.Objects)}", 0) : ActionOutcome.Failure(string.Join("; ", missing), 1);
    }

    private static async Task<JsonNode?> FindAsync(DockerApi api, string? kind, string name, CancellationToken cancellation)
    {
        foreach (var one in kind is null ? Kinds : [kind])
            try
            {
                return await api.GetAsync(DockerPath.Of(one, name, one is "container" or "image" ? "/json" : ""), cancellation);
            }
            catch (DockerApiException none) when (none.Status == 404)
            {
                // another kind of object may have that name
            }
        return null;
    }

    private static string Missing(string? kind, string name) => kind switch
    {
        null => $"Error: No such object: {name}",
        "volume" => $"Error response from daemon: get {name}: no such volume",
        "network" => $"Error response from daemon: network {name} not found",
        _ => $"Error response from daemon: No such {kind}: {name}",
    };
}
