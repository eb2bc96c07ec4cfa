using System.Text.Json;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// The last known pages in a file under <c>StatusPage:Directory</c>, so that a process that starts while the database is away has
/// something to show. Without the setting nothing is kept. Readable by the portal's own account alone: internal pages are in it.
/// </summary>
public sealed class KeptPages(IConfiguration configuration, ILogger<KeptPages> log)
{
    private readonly string? file = configuration["StatusPage:Directory"] is { Length: > 0 } folder ? Path.Combine(folder, "pages.json") : null;

    public IReadOnlyList<PageView> Read()
    {
        if (file is null || !File.Exists(file)) return [];
        try
        {
            return JsonSerializer.Deserialize<List<PageView>>(File.ReadAllBytes(file), StoredJson.Options) ?? [];
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            log.LogWarning("The last known status pages in {File} cannot be read: {Why}", file, e.Message);
            return [];
        }
    }

    /// <summary>Whole or not at all: a process that ends meanwhile leaves the old one.</summary>
    public void Write(IReadOnlyList<PageView> pages)
    {
        if (file is null) return;
        var content = JsonSerializer.SerializeToUtf8Bytes(pages, StoredJson.Options);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var fresh = $"{file}.{Environment.ProcessId}.new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(fresh, options)) stream.Write(content);
            File.Move(fresh, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The status pages cannot be kept in {File}, and would be missing if the portal started without its database: {Why}", file, e.Message);
        }
    }
}
