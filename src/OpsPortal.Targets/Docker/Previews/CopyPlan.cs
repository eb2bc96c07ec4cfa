using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>Where a file lands in a container. The Engine unpacks into a folder, so a path is taken apart into the folder and the name.</summary>
/// <param name="Before">What lies there now; null where nothing does.</param>
internal sealed record CopyPlan(string Container, string Folder, string Name, JsonNode? Before)
{
    /// <summary>Of Go's os.FileMode, as the Engine writes modes.</summary>
    private const long Directory = 1L << 31;

    public string Path => $"{Folder.TrimEnd('/')}/{Name}";

    /// <summary>The file that is replaced; null where nothing is, or a folder stands in the way.</summary>
    public long? Replaces => Before is null || IsFolder(Before) ? null : Before.NumberAt("size") ?? 0;

    /// <summary>A folder bears the name that the file is to have.</summary>
    public bool Blocked => Before is not null && IsFolder(Before);

    public string Request => DockerPath.Container(Container, $"/archive{DockerPath.Query(("path", Folder), ("noOverwriteDirNonDir", "1"))}");

    public Precondition Fact => new($"{Container}:{Path}", Replaces is { } size ? $"{Counted.Bytes(size)}, changed {Before.TextAt("mtime")}" : Blocked ? "a folder" : "not there", Before is null ? "" : $"{Before.NumberAt("size")}|{Before.TextAt("mtime")}");

    /// <param name="file">Name of the step's file.</param>
    /// <param name="to">As after the colon. A folder that exists takes the file under its own name, as docker does it.</param>
    public static async Task<CopyPlan> OfAsync(string container, string file, string to, DockerApi api, CancellationToken cancellation)
    {
        var own = file[(file.LastIndexOf('/') + 1)..];
        var folder = to.EndsWith('/') || (await StatAsync(to) is { } there && IsFolder(there));
        var cut = to.LastIndexOf('/');
        var (place, name) = folder ? (to, own) : (cut > 0 ? to[..cut] : "/", to[(cut + 1)..]);
        return new(container, place, name, await StatAsync($"{place.TrimEnd('/')}/{name}"));

        Task<JsonNode?> StatAsync(string path) => api.StatAsync(DockerPath.Container(container, $"/archive{DockerPath.Query(("path", path))}"), cancellation);
    }

    private static bool IsFolder(JsonNode stat) => (stat.NumberAt("mode") & Directory) != 0;
}
