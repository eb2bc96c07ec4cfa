using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Config maps and secrets out of literals, files and lists of variables.</summary>
internal static partial class DataBuilder
{
    public static async Task<JsonObject> ConfigMapAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        var (texts, binary) = (new JsonObject(), new JsonObject());
        foreach (var (key, bytes) in await EntriesAsync(action, context, cancellation))
            if (Text(bytes) is { } text) texts[key] = text;
            else binary[key] = Convert.ToBase64String(bytes);
        var body = ObjectBuilders.Made("ConfigMap", action);
        if (texts.Count > 0) body["data"] = texts;
        if (binary.Count > 0) body["binaryData"] = binary;
        return Named(action, body);
    }

    public static async Task<JsonObject> SecretAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        var body = ObjectBuilders.Made("Secret", action);
        var entries = action.Kind switch
        {
            "secret tls" => await PairAsync(action, context, cancellation),
            "secret docker-registry" when !action.Given("from-file").Any() => [(".dockerconfigjson", Registry(action))],
            _ => await EntriesAsync(action, context, cancellation),
        };
        if (entries.Count > 0) body["data"] = new JsonObject(entries.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Convert.ToBase64String(e.Bytes))));
        var type = action.Kind switch { "secret tls" => "kubernetes.io/tls", "secret docker-registry" => "kubernetes.io/dockerconfigjson", _ => action.Value("type") };
        if (type is not null) body["type"] = type;
        return Named(action, body);
    }

    private static async Task<List<(string Key, byte[] Bytes)>> EntriesAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        List<(string Key, byte[] Bytes)> entries = [];
        void Add(string key, byte[] bytes)
        {
            if (!KeyForm().IsMatch(key)) throw new StepRefusal($"'{key}' cannot be a key: letters, digits, '-', '_' and '.' only.");
            if (entries.Any(e => e.Key == key)) throw new StepRefusal($"cannot add key \"{key}\", another key by that name already exists: give each its own name (--from-file=name=file).");
            entries.Add((key, bytes));
        }
        foreach (var option in action.Given("from-file"))
            foreach (var (name, bytes) in await FilesAsync(option.Value, context, cancellation)) Add(option.Key ?? name, bytes);
        foreach (var option in action.Given("from-literal"))
            Add(option.Key ?? option.Value.Split('=')[0], Encoding.UTF8.GetBytes(option.Key is null && option.Value.Contains('=') ? option.Value[(option.Value.IndexOf('=') + 1)..] : option.Value));
        foreach (var option in action.Given("from-env-file"))
            foreach (var (name, value) in Variables(option.Value, await StepFileText.ReadAsync(option.Value, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(option.Value))))
                Add(name, Encoding.UTF8.GetBytes(value));
        return entries;
    }

    /// <summary>A file, or what lies right in a folder.</summary>
    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> FilesAsync(string file, ActionContext context, CancellationToken cancellation)
    {
        if (await StepFileText.BytesAsync(file, context, cancellation) is { } bytes) return [(file[(file.LastIndexOf('/') + 1)..], bytes)];
        var folder = file.TrimEnd('/') + "/";
        List<(string, byte[])> found = [];
        foreach (var name in await context.Files.MatchAsync(file, cancellation))
            if (name[(name.LastIndexOf('/') + 1)..] is var last && (folder.EndsWith("./", StringComparison.Ordinal) ? !name.Contains('/') : name.EndsWith(folder + last, StringComparison.Ordinal)))
                found.Add((last, await StepFileText.BytesAsync(name, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(name))));
        return found.Count > 0 ? found : throw new StepRefusal(StepFileText.Missing(file));
    }

    /// <summary>Lines of <c>NAME=value</c>; comments and empty lines are left out, quotes belong to the value. A name alone would take its value from the shell.</summary>
    private static IEnumerable<(string Name, string Value)> Variables(string file, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r').TrimStart()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            var equals = line.IndexOf('=');
            if (equals < 0) throw new StepRefusal($"{file}, line {number}: there is no equals sign. Write NAME=value.");
            yield return (line[..equals], line[(equals + 1)..]);
        }
    }

    private static async Task<List<(string Key, byte[] Bytes)>> PairAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        var (certificateFile, keyFile) = (action.Value("cert")!, action.Value("key")!);
        var certificate = await StepFileText.BytesAsync(certificateFile, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(certificateFile));
        var key = await StepFileText.BytesAsync(keyFile, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(keyFile));
        try
        {
            using var pair = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new StepRefusal($"{certificateFile} and {keyFile} are no pair of a certificate and its key in PEM: check that they belong together.");
        }
        return [("tls.crt", certificate), ("tls.key", key)];
    }

    private static byte[] Registry(KubernetesCreateObject action)
    {
        var (user, password) = (action.Value("docker-username"), action.Value("docker-password"));
        if (user is null || password is null) throw new StepRefusal("A registry's secret wants --docker-username and --docker-password, or --from-file.");
        var account = new JsonObject { ["username"] = user, ["password"] = password };
        if (action.Value("docker-email") is { } email) account["email"] = email;
        account["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        var server = action.Value("docker-server") ?? "https://index.docker.io/v1/";
        return Encoding.UTF8.GetBytes(Printing.JsonText.Compact(new JsonObject { ["auths"] = new JsonObject { [server] = account } }));
    }

    /// <summary>With <c>--append-hash</c> the name says what is in it.</summary>
    private static JsonObject Named(KubernetesCreateObject action, JsonObject body) =>
        action.Value("append-hash") is null ? body : throw new StepRefusal("--append-hash is not offered here: give the object a name of its own.");

    private static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[-._a-zA-Z0-9]{1,253}$")]
    private static partial Regex KeyForm();
}
