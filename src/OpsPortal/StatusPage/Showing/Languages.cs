using System.Text.Json;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// The languages that pages can have: one JSON file each, key to text, beside the program in <c>StatusPage/Languages</c> or in the folder
/// that <c>StatusPage:Languages</c> names. What a file lacks is said in English, and told at the start and where languages are chosen.
/// </summary>
public sealed class Languages
{
    private const string Fallback = "en";
    private readonly SortedDictionary<string, Words> all = new(StringComparer.Ordinal);

    public Languages(IConfiguration configuration, ILogger<Languages> log)
    {
        Dictionary<string, Dictionary<string, string>> files = [];
        foreach (var folder in new[] { Path.Combine(AppContext.BaseDirectory, "StatusPage", "Languages"), configuration["StatusPage:Languages"] }.OfType<string>().Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
                try { files[Path.GetFileNameWithoutExtension(file)] = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!; }
                catch (Exception e) when (e is JsonException or IOException) { log.LogWarning("The language file {File} cannot be read, and is left out: {Why}", file, e.Message); }
        var english = files.GetValueOrDefault(Fallback) ?? [];
        foreach (var (name, texts) in files)
        {
            var words = all[name] = new(name, texts, english);
            if (words.Missing.Count > 0) log.LogWarning("The language {Language} lacks {Count} texts, said in English instead: {Keys}", name, words.Missing.Count, string.Join(", ", words.Missing));
        }
        if (all.Count == 0) all[Fallback] = new(Fallback, english, english);
    }

    public IEnumerable<Words> All => all.Values;

    public bool Has(string language) => all.ContainsKey(language);

    /// <summary>English where there is no such language (any more).</summary>
    public Words Of(string language) => all.GetValueOrDefault(language) ?? all.GetValueOrDefault(Fallback) ?? all.Values.First();
}
