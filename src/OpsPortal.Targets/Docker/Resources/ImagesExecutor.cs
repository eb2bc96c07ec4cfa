using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker images</c>: a row for each tag.</summary>
internal sealed class ImagesExecutor : DockerExecutor<DockerImages>
{
    private static readonly DockerListing Listing = new("{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}", new Dictionary<string, string>
    {
        ["ID"] = "IMAGE ID",
        ["Repository"] = "REPOSITORY",
        ["Tag"] = "TAG",
        ["Digest"] = "DIGEST",
        ["CreatedSince"] = "CREATED",
        ["CreatedAt"] = "CREATED AT",
        ["Size"] = "SIZE",
    });

    protected override async Task<ActionOutcome> ExecuteAsync(DockerImages action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        IEnumerable<string> filters = action.Repository is { } repository ? [.. action.Filters, $"reference={repository}"] : action.Filters;
        var images = await api.GetAsync($"/images/json{DockerPath.Query(("all", action.All ? "1" : null), ("filters", DockerPath.Filters(filters)))}", cancellation) as JsonArray ?? [];
        var now = context.Time.GetUtcNow();
        List<JsonObject> rows = [.. images.SelectMany(i => Rows(i!, action.NoTruncation, now))];
        if (action.Quiet && action.Format is null)
            foreach (var id in rows.Select(r => r.TextAt("ID")!).Distinct()) await context.Output.OutAsync(id, cancellation);
        else
            foreach (var line in Listing.Print(action.Format, rows)) await context.Output.OutAsync(line, cancellation);
        return new(true, $"{images.Count} image{(images.Count == 1 ? "" : "s")}", 0);
    }

    private static IEnumerable<JsonObject> Rows(JsonNode image, bool whole, DateTimeOffset now)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(image.NumberAt("Created") ?? 0);
        var id = image.TextAt("Id") ?? "";
        foreach (var tag in image.TextsAt("RepoTags").DefaultIfEmpty("<none>:<none>"))
            yield return new JsonObject
            {
                ["Containers"] = "N/A",
                ["CreatedAt"] = DockerText.Moment(created),
                ["CreatedSince"] = DockerText.Ago(created, now),
                ["Digest"] = "<none>",
                ["ID"] = whole ? id : DockerText.ShortId(id),
                ["Repository"] = tag[..tag.LastIndexOf(':')],
                ["SharedSize"] = "N/A",
                ["Size"] = DockerText.Size(image.NumberAt("Size") ?? 0),
                ["Tag"] = tag[(tag.LastIndexOf(':') + 1)..],
                ["UniqueSize"] = "N/A",
            };
    }
}
