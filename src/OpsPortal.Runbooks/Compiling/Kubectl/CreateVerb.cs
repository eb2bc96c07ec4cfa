using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary><c>create -f</c>, and <c>create KIND NAME</c> with the options of that kind.</summary>
internal sealed class CreateVerb : KubectlVerb
{
    private static readonly string[] Data = ["from-literal", "from-file", "from-env-file", "append-hash"];

    /// <summary>The options that make an object, by kind.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["namespace"] = [],
        ["configmap"] = Data,
        ["secret generic"] = [.. Data, "type"],
        ["secret tls"] = ["cert", "key", "append-hash"],
        ["secret docker-registry"] = ["docker-server", "docker-username", "docker-password", "docker-email", "from-file", "append-hash"],
        ["serviceaccount"] = [],
        ["token"] = ["duration", "audience"],
        ["deployment"] = ["image", "replicas", "port"],
        ["job"] = ["image", "from"],
        ["cronjob"] = ["image", "schedule", "restart"],
        ["role"] = ["verb", "resource", "resource-name"],
        ["clusterrole"] = ["verb", "resource", "resource-name", "non-resource-url"],
        ["rolebinding"] = ["role", "clusterrole", "user", "group", "serviceaccount"],
        ["clusterrolebinding"] = ["clusterrole", "user", "group", "serviceaccount"],
        ["quota"] = ["hard", "scopes"],
        ["poddisruptionbudget"] = ["selector", "min-available", "max-unavailable"],
        ["priorityclass"] = ["value", "global-default", "description", "preemption-policy"],
        ["service clusterip"] = ["tcp", "clusterip"],
        ["service nodeport"] = ["tcp", "node-port"],
        ["service loadbalancer"] = ["tcp"],
        ["service externalname"] = ["tcp", "external-name"],
        ["ingress"] = ["rule", "class", "annotation", "default-backend"],
    };

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["ns"] = "namespace",
        ["cm"] = "configmap",
        ["sa"] = "serviceaccount",
        ["deploy"] = "deployment",
        ["cj"] = "cronjob",
        ["resourcequota"] = "quota",
        ["pdb"] = "poddisruptionbudget",
        ["pc"] = "priorityclass",
        ["svc"] = "service",
        ["ing"] = "ingress",
        ["project"] = "namespace",
    };

    // Values are lists with commas.
    private static readonly HashSet<string> Lists = ["verb", "resource", "tcp", "from-env-file", "audience", "image"];

    // Values have a key in front of an equals sign.
    private static readonly HashSet<string> Keyed = ["from-literal", "from-file"];

    private static readonly HashSet<string> Needed = ["image", "max", "schedule"];

    public override string Path => "create";

    public override FlagTable Flags { get; } = new(
    [
        .. Kinds.Values.SelectMany(o => o).Distinct().Select(o => o is "append-hash" or "global-default" ? Flag.Switch(o) : Flag.Valued(o, o == "replicas" ? 'r' : null)),
        .. Described, .. ChangingFiles, Flag.Switch("save-config"), new("validate", null, FlagValue.Optional), Flag.NotYet("edit"), Flag.NotYet("raw", null, FlagValue.Required), Flag.Valued("selector", 'l'),
        Flag.NotYet("aggregation-rule", null, FlagValue.Required), Flag.NotYet("bound-object-kind", null, FlagValue.Required), Flag.NotYet("bound-object-name", null, FlagValue.Required),
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Has("filename")) return Files(arguments);
        var operands = arguments.Operands;
        if (operands.Count == 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl create wants -f with a file, or a kind and a name");
        var kind = Aliases.GetValueOrDefault(operands[0], operands[0]);
        var taken = 1;
        if (kind is "secret" or "service" && operands.Count > 1) kind = $"{kind} {operands[taken++]}";
        if (!Kinds.TryGetValue(kind, out var options)) return Unknown(arguments, kind);
        if (operands.Count != taken + 1) return arguments.Invalid(DiagnosticCodes.InvalidArguments, operands.Count == taken ? $"kubectl create {kind} wants a name" : $"kubectl create {kind} wants one name, and \"{operands[taken + 1]}\" stands there too");
        if (Kinds.Values.SelectMany(o => o).FirstOrDefault(o => arguments.Has(o) && !options.Contains(o)) is { } foreign)
            return arguments.Invalid(DiagnosticCodes.UnknownFlag, $"kubectl create {kind} knows no flag --{foreign}");
        if (Missing(arguments, kind, options) is { } missing) return arguments.Invalid(DiagnosticCodes.InvalidArguments, missing);
        var (dryRun, output) = arguments.Change(out var wrong);
        return wrong ?? Verdict.Native(new KubernetesCreateObject
        {
            Namespace = arguments.Namespace,
            Kind = kind,
            ObjectName = arguments.Text(operands[taken], kind == "token" ? "kubernetes.serviceaccount" : ParameterCollector.Text, isName: true),
            Options = [.. options.SelectMany(o => Options(arguments, kind, o))],
            Command = [.. (arguments.Rest ?? []).Select(w => arguments.Text(w))],
            DryRun = dryRun,
            Output = output,
        });
    }



    private static Verdict Files(KubectlArguments arguments)
    {
        if (ManifestArguments.Files(arguments, out var wrong) is not { } files) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesCreate
        {
            Namespace = arguments.Namespace,
            Files = files,
            Recursive = arguments.Switch("recursive"),
            LabelSelector = arguments.Selector,
            DryRun = dryRun,
            Output = output,
        });
    }

    private static IEnumerable<CreateOption> Options(KubectlArguments arguments, string kind, string flag)
    {
        if (flag is "append-hash" or "global-default") return arguments.Switch(flag) ? [new(flag, null, "true")] : [];
        var secret = kind.StartsWith("secret", StringComparison.Ordinal) && flag is "from-literal" or "docker-password";
        return arguments.Values(flag, Lists.Contains(flag)).Select(value =>
        {
            if (secret) arguments.KeepSecret(flag == "from-literal" ? After(value) : value);
            if (flag is "from-file" or "from-env-file" or "cert" or "key") arguments.Text(Keyed.Contains(flag) ? After(value) : value, "file");
            return Keyed.Contains(flag) && Equals(value) is >= 0 and var at ? new CreateOption(flag, value[..at], Unquoted(flag, value[(at + 1)..])) : new(flag, null, value);
        });
    }

    private static string After(string value) => Equals(value) is >= 0 and var at ? value[(at + 1)..] : value;

    /// <summary>kubectl takes the quotes around a literal away, even where the shell has left them.</summary>
    private static string Unquoted(string flag, string value) => flag == "from-literal" ? value.Trim('"', '\'') : value;

    /// <summary>The first equals sign that is not inside a place.</summary>
    private static int Equals(string value)
    {
        var inside = false;
        for (var i = 0; i < value.Length; i++)
            if (value[i] is ParameterText.Open or ParameterText.Close) inside = value[i] == ParameterText.Open;
            else if (value[i] == '=' && !inside) return i;
        return -1;
    }

    private static string? Missing(KubectlArguments arguments, string kind, string[] options)
    {
        if (kind == "secret tls" && !(arguments.Has("cert") && arguments.Has("key"))) return "kubectl create secret tls wants --cert and --key";
        if (kind == "job" && arguments.Has("image") == arguments.Has("from")) return "kubectl create job wants either --image or --from=cronjob/name";
        if (kind is "role" or "clusterrole" && !arguments.Has("verb")) return $"kubectl create {kind} wants at least one --verb";
        if (kind is "rolebinding" && arguments.Has("role") == arguments.Has("clusterrole")) return "kubectl create rolebinding wants either --role or --clusterrole";
        if (arguments.Values("from-literal").FirstOrDefault(v => Equals(v) <= 0 && !v.Contains(ParameterText.Open)) is { } literal) return $"--from-literal wants key=value, and \"{literal}\" has no key";
        return kind == "job" ? null : options.Where(Needed.Contains).FirstOrDefault(o => !arguments.Has(o)) is { } needed ? $"kubectl create {kind} wants --{needed}" : null;
    }

    private static Verdict Unknown(KubectlArguments arguments, string kind) => kind switch
    {
        "secret" => arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl create secret wants generic, tls or docker-registry behind it"),
        "service" => arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl create service wants clusterip, nodeport, loadbalancer or externalname behind it"),
        _ => arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl create makes no {ParameterText.Display(kind)} without a file (-f)"),
    };
}
