using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>An object that a file describes.</summary>
/// <param name="Source">The file, for sentences.</param>
internal sealed record Described(string Source, JsonObject Object)
{
    public string Kind => Object.TextAt("kind") ?? "";
    public string ApiVersion => Object.TextAt("apiVersion") ?? "";
}

/// <summary>From <c>-f</c> to objects, in the order of files and documents; lists taken apart.</summary>
internal sealed class ManifestReader(ActionContext context)
{
    /// <summary>Piped lines, in characters.</summary>
    private const int LongestInput = 8 << 20;

    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <exception cref="StepRefusal">A file is missing, or does not hold what describes an object.</exception>
    public async Task<IReadOnlyList<Described>> ReadAsync(IReadOnlyList<string> files, bool recursive, string? labelSelector, CancellationToken cancellation)
    {
        List<Described> all = [];
        foreach (var file in files)
            foreach (var (source, text) in await TextsAsync(file, recursive, cancellation))
                all.AddRange(Objects(source, text));
        if (labelSelector is not null) all = [.. all.Where(d => LabelTerms.Match(labelSelector, d.Object))];
        return all.Count > 0 ? all : throw new StepRefusal($"No objects are described in {string.Join(", ", files.Select(Spoken))}.");
    }

    private async Task<IReadOnlyList<(string Source, string Text)>> TextsAsync(string file, bool recursive, CancellationToken cancellation)
    {
        if (file == "-") return [("what is piped in", await InputAsync(cancellation))];
        if (await StepFileText.ReadAsync(file, context, cancellation) is { } text) return [(file, text)];
        var folder = file.TrimEnd('/') + "/";
        var plain = folder.StartsWith("./", StringComparison.Ordinal) ? folder[2..] : folder;
        var names = (await context.Files.MatchAsync(file, cancellation))
            .Where(name => Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .Where(name => recursive || !Below(name, folder) || !name[folder.Length..].Contains('/'))
            .Where(name => recursive || !Below(name, plain) || !name[plain.Length..].Contains('/')).ToList();
        if (names.Count == 0) throw new StepRefusal(StepFileText.Missing(file));
        List<(string, string)> texts = [];
        foreach (var name in names) texts.Add((name, await StepFileText.ReadAsync(name, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(name))));
        return texts;
    }

    private static bool Below(string name, string folder) => name.StartsWith(folder, StringComparison.Ordinal);

    private async Task<string> InputAsync(CancellationToken cancellation)
    {
        if (context.Input is null) throw new StepRefusal("The command reads what is piped into it (-f -), and nothing is.");
        var text = new StringBuilder();
        await foreach (var line in context.Input.WithCancellation(cancellation))
            if (text.Append(line).Append('\n').Length > LongestInput) throw new StepRefusal("More is piped in than any object of a cluster can hold.");
        return text.ToString();
    }

    private static IEnumerable<Described> Objects(string source, string text)
    {
        if (!YamlReading.TryReadAll(text, out var documents, out var wrong)) throw new StepRefusal($"{Capital(source)} cannot be read: {wrong}");
        return documents.SelectMany(document => Objects(source, document));
    }

    private static IEnumerable<Described> Objects(string source, JsonNode document)
    {
        if (document is not JsonObject described) throw new StepRefusal($"{Capital(source)} describes no object: it holds a {(document is JsonArray ? "list" : "plain value")}.");
        if (described.TextAt("kind") is not { Length: > 0 } kind) throw new StepRefusal($"{Capital(source)} describes an object without a kind.");
        if (kind.EndsWith("List", StringComparison.Ordinal) && described["items"] is JsonArray items)
            return items.OfType<JsonNode>().SelectMany(item => Objects(source, item.DeepClone()));
        if (described.TextAt("apiVersion") is not { Length: > 0 }) throw new StepRefusal($"{Capital(source)} describes a {kind} without an apiVersion.");
        return [new(source, described)];
    }

    private static string Spoken(string file) => file == "-" ? "what is piped in" : file;

    private static string Capital(string source) => char.ToUpperInvariant(source[0]) + source[1..] is var capital && source.Contains(' ') ? capital : source;
}
