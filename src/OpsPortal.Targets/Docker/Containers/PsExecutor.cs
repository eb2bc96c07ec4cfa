using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker ps</c>.</summary>
internal sealed class PsExecutor : DockerExecutor<DockerPs>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerPs action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        // as docker: a filter by state asks for stopped ones as well
        var all = action.All || action.Last is not null || action.Filters.Any(f => f.StartsWith("status=", StringComparison.Ordinal) || f.StartsWith("exited=", StringComparison.Ordinal));
        var query = DockerPath.Query(("all", all ? "1" : null), ("limit", action.Last), ("filters", DockerPath.Filters(action.Filters)));
        var containers = (JsonArray?)await api.GetAsync($"/containers/json{query}", cancellation) ?? [];
        if (action.Quiet && action.Format is null)
        {
            foreach (var container in containers)
                await context.Output.OutAsync(action.NoTruncation ? container.TextAt("Id") ?? "" : DockerText.ShortId(container.TextAt("Id") ?? ""), cancellation);
        }
        else
        {
            List<JsonObject> rows = [.. containers.Select(c => ContainerRow.Of(c!, action.NoTruncation, context.Time.GetUtcNow()))];
            foreach (var line in ContainerRow.Listing.Print(action.Format, rows)) await context.Output.OutAsync(line, cancellation);
            await context.ShowAsync(new ResultGrid(null, [new("Name"), new("Image"), new("Status"), new("Ports"), new("Created")],
                [.. rows.Select(r => (IReadOnlyList<string?>)[r.TextAt("Names"), r.TextAt("Image"), r.TextAt("Status"), r.TextAt("Ports"), r.TextAt("RunningFor")])]), cancellation);
        }
        return new(true, $"{containers.Count} {(all ? "" : "running ")}container{(containers.Count == 1 ? "" : "s")}", 0);
    }
}
