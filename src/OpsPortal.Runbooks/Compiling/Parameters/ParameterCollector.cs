using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary>The parameters of one command. A kind that the place tells wins over plain text.</summary>
internal sealed partial class ParameterCollector(CompileScope scope)
{
    public const string Text = "text";

    private readonly Dictionary<string, string> kinds = [];
    private readonly Dictionary<string, string> defaults = [];
    private readonly HashSet<string> secrets = [];

    /// <summary>What the command says the parameter is where nobody says otherwise (<c>${X:-5}</c>).</summary>
    public void Offer(string name, string value) => defaults.TryAdd(name, value);

    /// <summary>Before names are told in the order of the command.</summary>
    public bool Has(string name) => kinds.ContainsKey(name);

    /// <summary>The text with everything that has to be filled in as places, noted with the kind where it is the whole text.</summary>
    public string Take(string text, string kind = Text, bool isName = false)
    {
        var taken = Placeholders.Replace(text, isName);
        if (!taken.Contains(ParameterText.Open)) return taken;
        foreach (var name in ParameterText.Names(taken))
        {
            if (ParameterText.IsLocal(name)) continue;
            var own = taken.Length == name.Length + 2 ? kind : Text;
            if (!kinds.TryGetValue(name, out var known) || known == Text) kinds[name] = own;
        }
        return taken;
    }

    /// <summary>The places of this text are secrets, whatever they are called.</summary>
    public void KeepSecret(string text) => secrets.UnionWith(ParameterText.Names(text));

    /// <summary>Nobody has to give it: the environment knows it.</summary>
    public void Forget(string name) => kinds.Remove(name);

    /// <summary>In the order in which the command names them.</summary>
    public IReadOnlyList<Parameter> In(string source) =>
        kinds.Count == 0 ? [] : [.. kinds.OrderBy(k => source.IndexOf(k.Key, StringComparison.Ordinal)).Select(k => Made(k.Key, k.Value, secrets.Contains(k.Key) || IsSecret(k.Key, k.Value)))];

    private Parameter Made(string name, string kind, bool secret) =>
        new(name, kind, secret) { Default = secret ? null : scope.Default(name) ?? defaults.GetValueOrDefault(name) };

    /// <summary>Told by the name, unless it is the name of an object or file that only holds a secret.</summary>
    private static bool IsSecret(string name, string kind) => kind == Text && SecretName().IsMatch(name) && !NameOfSecret().IsMatch(name);

    [GeneratedRegex(@"(?:^|[^a-z])(?:secret|passw(?:or)?d|pwd|pass|token|api_?key|key|credentials?|dsn)(?:$|[^a-z])|password|database_?url|connection_?string", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"[-_ ](?:name|id|file|path|namespace|ref)$", RegexOptions.IgnoreCase)]
    private static partial Regex NameOfSecret();
}
