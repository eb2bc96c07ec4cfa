using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class WaitVerb : KubectlVerb
{
    public override string Path => "wait";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("for"), Flag.Valued("timeout"), Flag.Valued("selector", 'l'), Flag.Valued("field-selector"), Flag.Switch("all"), Flag.Switch("all-namespaces", 'A'), Flag.Valued("output", 'o'),
        Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("recursive", 'R'), Flag.NotYet("local"), Flag.Switch("allow-missing-template-keys"), Flag.Switch("show-managed-fields"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resources(arguments.Operands, out var wrong) is not { } resources) return wrong!;
        if (arguments.Value("for") is not { } what) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl wait wants --for with what to wait for");
        var form = what.Split('=')[0].ToLowerInvariant();
        if (!what.Contains(ParameterText.Open) && !(form is "delete" or "create" || (form is "condition" or "jsonpath" && what.Contains('='))))
            return arguments.Invalid(DiagnosticCodes.InvalidValue, $"--for wants condition=Name, delete, create or jsonpath={{.path}}=value, and \"{what}\" is none of them");
        var (selector, fields, all) = (arguments.Selector, arguments.Value("field-selector"), arguments.Switch("all"));
        if (resources.Any(r => r.Name is null) && selector is null && fields is null && !all)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl wait wants the object's name, a selector or --all");
        if (arguments.Value("timeout") is { } given && !given.StartsWith('-') && arguments.Duration("timeout", out wrong) is null && wrong is not null) return wrong;
        return Verdict.Native(new KubernetesWait
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = selector,
            FieldSelector = fields,
            All = all,
            AllNamespaces = arguments.AllNamespaces,
            // the words in front are taken in any case
            For = form is "delete" or "create" or "condition" or "jsonpath" ? form + what[form.Length..] : what,
            Timeout = arguments.Value("timeout"),
        });
    }
}

internal sealed class EventsVerb : KubectlVerb
{
    public override string Path => "events";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("for"), Flag.Valued("types"), Flag.Switch("watch", 'w'), Flag.Switch("all-namespaces", 'A'), Flag.Switch("no-headers"), Flag.Valued("chunk-size"),
        Flag.NotYet("output", 'o', FlagValue.Required), Flag.NotYet("template", null, FlagValue.Required));

    public override Verdict Compile(KubectlArguments arguments)
    {
        ResourceArgument? about = null;
        if (arguments.Operands.Count > 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl events takes the object behind --for");
        if (arguments.Has("for") && (about = arguments.Resource([arguments.Value("for")!], out var wrong)) is null) return wrong!;
        return Verdict.Native(new KubernetesEvents
        {
            Namespace = arguments.Namespace,
            For = about,
            Types = arguments.Values("types", commas: true),
            AllNamespaces = arguments.AllNamespaces,
            Watch = arguments.Switch("watch"),
            NoHeaders = arguments.Switch("no-headers"),
        });
    }
}

internal sealed class CanIVerb : KubectlVerb
{
    public override string Path => "auth can-i";

    public override FlagTable Flags { get; } = new(
        Flag.Switch("list"), Flag.Switch("all-namespaces", 'A'), Flag.Valued("subresource"), Flag.Switch("quiet", 'q'), Flag.Switch("no-headers"), Flag.Valued("as"), Flag.Valued("as-group"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        var list = arguments.Switch("list");
        if (list ? arguments.Operands.Count > 0 : arguments.Operands.Count is < 2 or > 3)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, list ? "kubectl auth can-i --list takes no verb" : "kubectl auth can-i wants a verb and a resource");
        return Verdict.Native(new KubernetesCanI
        {
            Namespace = arguments.Namespace,
            List = list,
            Verb = list ? null : arguments.Text(arguments.Operands[0]),
            Resource = list ? null : Resource(arguments),
            Subresource = arguments.Value("subresource"),
            AllNamespaces = arguments.AllNamespaces,
            As = arguments.Value("as"),
            AsGroups = arguments.Values("as-group"),
            Quiet = arguments.Switch("quiet"),
        });
    }

    /// <summary><c>pods</c>, <c>pods/log</c> is a resource with its subresource, <c>/healthz</c> a path.</summary>
    private static ResourceArgument Resource(KubectlArguments arguments)
    {
        var text = arguments.Text(arguments.Operands[1]);
        if (arguments.Operands.Count == 3) return new(text, arguments.Text(arguments.Operands[2], isName: true));
        return text is not ['/', ..] && text.Split('/', 2) is [var kind, var name] ? new(kind, name) : new(text);
    }
}

/// <summary>Verbs that ask about the cluster or the connection to it.</summary>
internal sealed class InfoVerb(string path) : KubectlVerb
{
    public override string Path => path;

    public override FlagTable Flags { get; } = new(
        Flag.Valued("output", 'o'), Flag.Switch("client"), Flag.Switch("short"), Flag.Switch("no-headers"), Flag.Switch("namespaced"), Flag.Valued("api-group"), Flag.Valued("verbs"), Flag.Switch("cached"), Flag.Switch("minify"),
        Flag.Switch("flatten"), Flag.Switch("raw"), Flag.Valued("sort-by"), Flag.NotYet("categories", null, FlagValue.Required), Flag.Switch("show-managed-fields"), Flag.Switch("allow-missing-template-keys"),
        Flag.NotYet("template", null, FlagValue.Required));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (path == "version" && arguments.Switch("client")) return Verdict.Manual("kubectl version --client asks for the version of the kubectl on your own machine");
        if (path == "cluster-info" && arguments.Operands.Count > 0) return Verdict.Manual("kubectl cluster-info dump writes everything the cluster holds; get what is wanted one by one");
        if (path == "config get-contexts" && arguments.Operands.Count > 0) arguments.Text(arguments.Operands[0]);
        return Verdict.Native(new KubernetesInfo
        {
            Question = Question,
            Output = arguments.Value("output"),
            Namespaced = arguments.Has("namespaced") ? arguments.Switch("namespaced") : null,
            ApiGroup = arguments.Value("api-group"),
            Verbs = arguments.Values("verbs", commas: true),
            NoHeaders = arguments.Switch("no-headers"),
        });
    }

    private ClusterQuestion Question => path switch
    {
        "version" => ClusterQuestion.Version,
        "cluster-info" => ClusterQuestion.ClusterInfo,
        "api-resources" => ClusterQuestion.ApiResources,
        "api-versions" => ClusterQuestion.ApiVersions,
        "config get-contexts" => ClusterQuestion.Contexts,
        "config current-context" => ClusterQuestion.CurrentContext,
        "config view" => ClusterQuestion.Config,
        _ => ClusterQuestion.WhoAmI,
    };
}

internal sealed class UseContextVerb : KubectlVerb
{
    public override string Path => "config use-context";

    public override FlagTable Flags { get; } = new();

    public override Verdict Compile(KubectlArguments arguments) => arguments.Operands is [var context]
        ? Verdict.Native(new KubernetesUseContext { Wanted = arguments.Text(context, isName: true) })
        : arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl config use-context wants the context's name");
}

internal sealed class SetContextVerb : KubectlVerb
{
    public override string Path => "config set-context";

    public override FlagTable Flags { get; } = new(Flag.Switch("current"));

    public override Verdict Compile(KubectlArguments arguments) =>
        arguments is { Namespace: { } wanted } && arguments.Switch("current") && arguments.Operands.Count == 0
            ? Verdict.Native(new KubernetesUseContext { WantedNamespace = wanted })
            : Verdict.Manual(KubectlVerbs.Reason("kubectl", Path));
}

/// <summary><c>oc project</c>: OpenShift's word for the namespace of a context.</summary>
internal sealed class ProjectVerb : KubectlVerb
{
    public override string Path => "project";

    public override FlagTable Flags { get; } = new(Flag.Switch("short", 'q'));

    public override Verdict Compile(KubectlArguments arguments) => arguments.Operands switch
    {
        [] => Verdict.Native(new KubernetesInfo { Question = ClusterQuestion.Namespace }),
        [var name] => Verdict.Native(new KubernetesUseContext { WantedNamespace = arguments.Text(name, "kubernetes.namespace", isName: true) }),
        _ => arguments.Invalid(DiagnosticCodes.InvalidArguments, "oc project wants one project"),
    };
}

internal sealed class ExplainVerb : KubectlVerb
{
    public override string Path => "explain";

    public override FlagTable Flags { get; } = new(Flag.Switch("recursive"), Flag.Valued("api-version"), Flag.Valued("output"));

    public override Verdict Compile(KubectlArguments arguments) => arguments.Operands is [var field]
        ? Verdict.Native(new KubernetesExplain { Field = arguments.Text(field), ApiVersion = arguments.Value("api-version"), Recursive = arguments.Switch("recursive") })
        : arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl explain wants one kind or field");
}

internal sealed class PortForwardVerb : KubectlVerb
{
    public override string Path => "port-forward";

    public override FlagTable Flags { get; } = new(Flag.Valued("address"), Flag.Valued("pod-running-timeout"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        // kubectl takes "service web" apart too, as it does "service/web"
        var operands = arguments.Operands.Count > 2 && !arguments.Operands[1].Contains(':') && !arguments.Operands[0].Contains('/') && !int.TryParse(arguments.Operands[1], out _)
            ? [$"{arguments.Operands[0]}/{arguments.Operands[1]}", .. arguments.Operands.Skip(2)] : arguments.Operands;
        if (operands is not [var target, _, ..]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl port-forward wants a pod (or kind/name) and a port");
        if (arguments.PodOrOwner(target, out var wrong) is not { } resource) return wrong!;
        return Verdict.Native(new KubernetesPortForward { Namespace = arguments.Namespace, Resource = resource, Ports = [.. operands.Skip(1).Select(p => arguments.Text(p))] });
    }
}
