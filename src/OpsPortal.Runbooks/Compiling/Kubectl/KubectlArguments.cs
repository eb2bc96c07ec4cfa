using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>The arguments of a verb, with what kubectl makes of them: namespaces, resources, numbers.</summary>
internal sealed class KubectlArguments(string verb, ArgumentList list, CommandContext context)
{
    // Every kind is paired with every name.
    private const int MostResources = 10_000;

    /// <summary>For a command within the command.</summary>
    public CommandContext Context => context;

    /// <summary>As typed, e.g. <c>rollout status</c>.</summary>
    public string Verb => verb;

    public IReadOnlyList<string> Operands => list.Operands;

    public IReadOnlyList<string>? Rest => list.Rest;

    public string? Namespace => Value("namespace", "kubernetes.namespace", isName: true);

    public string? ClusterContext => Value("context", isName: true);

    public bool AllNamespaces => list.Switch("all-namespaces");

    public string? Selector => Value("selector");

    public bool Has(string name) => list.Has(name);

    public bool Switch(string name, bool standard = false) => list.Switch(name, standard);

    public string? Value(string name, string kind = ParameterCollector.Text, bool isName = false) =>
        list.Value(name) is { } value ? Text(value, kind, isName) : null;

    /// <summary>Every value of a flag that may stand several times; lists with commas are taken apart where <paramref name="commas"/> part them.</summary>
    public IReadOnlyList<string> Values(string name, bool commas = false) =>
        [.. list.Values(name).SelectMany(v => commas ? v.Split(',', StringSplitOptions.RemoveEmptyEntries) : [v]).Select(v => Text(v))];

    /// <summary>What is filled in here is never shown.</summary>
    public void KeepSecret(string text) => context.Parameters.KeepSecret(text);

    public string Text(string text, string kind = ParameterCollector.Text, bool isName = false) => context.Parameters.Take(text, kind, isName);

    /// <summary>A whole number or a place for one; null with <paramref name="wrong"/> set where it is neither.</summary>
    public string? Number(string name, out Verdict? wrong, bool negative = false)
    {
        wrong = null;
        var value = Value(name, "number", isName: true);
        if (value is null || value.Contains(ParameterText.Open)) return value;
        if (int.TryParse(value, out var number) && (negative || number >= 0)) return value;
        wrong = Invalid(DiagnosticCodes.InvalidValue, $"--{name} wants a whole number, and \"{value}\" is none");
        return null;
    }

    /// <summary><c>client</c>, <c>server</c> or null.</summary>
    public string? DryRun(out Verdict? wrong)
    {
        wrong = null;
        switch (list.Value("dry-run"))
        {
            case null or "none" or "false": return null;
            // kubectl before 1.23 knew no value; it meant the client
            case "" or "true" or "client": return "client";
            case "server": return "server";
            case var other:
                wrong = Invalid(DiagnosticCodes.InvalidValue, $"--dry-run wants none, client or server, and \"{other}\" is neither");
                return null;
        }
    }

    /// <summary>What a change prints: null, <c>name</c>, <c>yaml</c>, <c>json</c> or a JSONPath.</summary>
    public string? ChangeOutput(out Verdict? wrong)
    {
        wrong = null;
        var output = Value("output");
        if (output is null or "" or "name" or "yaml" or "json" || output.StartsWith("jsonpath=", StringComparison.Ordinal)) return output is "" ? null : output;
        context.Note(DiagnosticSeverity.Info, DiagnosticCodes.UnsupportedFlag, $"-o {output.Split('=')[0]} of kubectl {verb} is not yet understood.");
        wrong = Verdict.Manual($"-o {output.Split('=')[0]} of kubectl {verb} is not yet understood");
        return null;
    }

    /// <summary>The dry run and the form of the output, as they stand for every change.</summary>
    public (string? DryRun, string? Output) Change(out Verdict? wrong)
    {
        var dryRun = DryRun(out wrong);
        return wrong is not null ? default : (dryRun, ChangeOutput(out wrong));
    }

    /// <summary>A Go duration (<c>90s</c>, <c>1h30m</c>) or a place for one.</summary>
    public string? Duration(string name, out Verdict? wrong)
    {
        wrong = null;
        var value = Value(name);
        if (value is null || value.Contains(ParameterText.Open) || GoDuration.IsValid(value)) return value;
        wrong = Invalid(DiagnosticCodes.InvalidValue, $"--{name} wants a duration such as 30s, 5m or 24h, and \"{value}\" is none");
        return null;
    }

    /// <summary>The resources that the operands name; null with <paramref name="wrong"/> set where kubectl would refuse them.</summary>
    public IReadOnlyList<ResourceArgument>? Resources(IReadOnlyList<string> operands, out Verdict? wrong)
    {
        wrong = null;
        if (operands.Count == 0)
        {
            wrong = Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {verb} names no resource");
            return null;
        }
        if (operands.Any(SlashOutsidePlaces)) return Slashed(operands, out wrong);
        var kinds = operands[0].Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (kinds.Length == 0 || kinds.Any(k => k.Contains(ParameterText.Open)))
        {
            _ = Text(operands[0]);
            wrong = Verdict.Manual("which kind of object it works on is known only when it runs");
            return null;
        }
        if ((long)kinds.Length * operands.Count > MostResources)
        {
            wrong = Verdict.Manual($"it works on more than {MostResources} objects at once");
            return null;
        }
        if (operands.Count == 1) return [.. kinds.Select(k => new ResourceArgument(k))];
        return [.. kinds.SelectMany(kind => operands.Skip(1).Select(name => Named(kind, name)))];
    }

    /// <summary>Like <see cref="Resources"/>, where exactly one named object is wanted.</summary>
    public ResourceArgument? Resource(IReadOnlyList<string> operands, out Verdict? wrong)
    {
        if (Resources(operands, out wrong) is not { } resources) return null;
        if (resources is [{ Name: not null } one]) return one;
        wrong = Invalid(DiagnosticCodes.InvalidArguments, resources.Count == 1 ? $"kubectl {verb} wants the object's name" : $"kubectl {verb} of several objects at once is not yet understood");
        return null;
    }

    /// <summary>A pod, or <c>kind/name</c> of what owns pods.</summary>
    public ResourceArgument? PodOrOwner(string operand, out Verdict? wrong) =>
        SlashOutsidePlaces(operand) ? Slashed([operand], out wrong)?[0] : (wrong = null, Named("pod", operand)).Item2;

    public Verdict Invalid(string code, string reason)
    {
        context.Note(DiagnosticSeverity.Error, code, $"{ParameterText.Display(reason)}.");
        return Verdict.Manual(ParameterText.Display(reason));
    }

    public void Warn(string code, string message) => context.Note(DiagnosticSeverity.Warning, code, message);

    private ResourceArgument Named(string kind, string name) => new(kind, Text(name, $"kubernetes.{ResourceText.Singular(kind)}", isName: true));

    private List<ResourceArgument>? Slashed(IReadOnlyList<string> operands, out Verdict? wrong)
    {
        wrong = null;
        List<ResourceArgument> resources = [];
        foreach (var operand in operands)
        {
            var slash = operand.IndexOf('/');
            var (kind, name) = slash < 0 ? ("", "") : (operand[..slash], operand[(slash + 1)..]);
            if (kind.Contains(ParameterText.Open)) wrong ??= Verdict.Manual("which kind of object it works on is known only when it runs");
            else if (kind.Length == 0 || name.Length == 0 || kind.Contains(',') || SlashOutsidePlaces(name))
                wrong ??= Invalid(DiagnosticCodes.InvalidArguments, $"\"{operand}\" is no resource; write kind/name");
            if (wrong is not null)
            {
                _ = Text(operand);
                return null;
            }
            resources.Add(Named(kind, name));
        }
        return resources;
    }

    private static bool SlashOutsidePlaces(string operand)
    {
        var inside = false;
        foreach (var c in operand)
            if (c is ParameterText.Open or ParameterText.Close) inside = c == ParameterText.Open;
            else if (c == '/' && !inside) return true;
        return false;
    }
}
