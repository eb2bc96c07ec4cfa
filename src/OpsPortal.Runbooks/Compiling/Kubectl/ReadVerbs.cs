using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class GetVerb : KubectlVerb
{
    public override string Path => "get";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("selector", 'l'), Flag.Valued("field-selector"), Flag.Switch("all-namespaces", 'A'), Flag.Valued("output", 'o'), Flag.Valued("sort-by"), Flag.Switch("watch", 'w'),
        Flag.Switch("no-headers"), Flag.Switch("show-labels"), Flag.Switch("ignore-not-found"), Flag.Valued("chunk-size"), Flag.Switch("show-managed-fields"), Flag.Switch("allow-missing-template-keys"),
        Flag.Switch("watch-only"), Flag.NotYet("output-watch-events"), Flag.Switch("show-kind"), Flag.Valued("label-columns", 'L'), Flag.NotYet("filename", 'f', FlagValue.Required),
        Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R'), Flag.Valued("raw"), Flag.NotYet("template", null, FlagValue.Required),
        Flag.Valued("subresource"), Flag.NotYet("server-print"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Value("raw") is { } path)
            return path.StartsWith('/') ? Verdict.Native(new KubernetesRaw { Path = path }) : arguments.Invalid(DiagnosticCodes.InvalidValue, "--raw of kubectl get wants a path that begins with a slash");
        return arguments.Resources(arguments.Operands, out var wrong) is not { } resources ? wrong! : Verdict.Native(new KubernetesGet
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            FieldSelector = arguments.Value("field-selector"),
            AllNamespaces = arguments.AllNamespaces,
            Output = arguments.Value("output"),
            SortBy = arguments.Value("sort-by"),
            Watch = arguments.Switch("watch") || arguments.Switch("watch-only"),
            WatchOnly = arguments.Switch("watch-only"),
            LabelColumns = arguments.Values("label-columns", commas: true),
            ShowKind = arguments.Switch("show-kind"),
            Subresource = arguments.Value("subresource"),
            NoHeaders = arguments.Switch("no-headers"),
            ShowLabels = arguments.Switch("show-labels"),
            IgnoreNotFound = arguments.Switch("ignore-not-found"),
        });
    }
}

internal sealed class DescribeVerb : KubectlVerb
{
    public override string Path => "describe";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("selector", 'l'), Flag.Switch("all-namespaces", 'A'), Flag.Switch("show-events"), Flag.Valued("chunk-size"),
        Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R'));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (!arguments.Switch("show-events", standard: true)) return Verdict.Manual("--show-events=false of kubectl describe is not yet understood");
        return arguments.Resources(arguments.Operands, out var wrong) is not { } resources ? wrong! : Verdict.Native(new KubernetesDescribe
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            AllNamespaces = arguments.AllNamespaces,
        });
    }
}

internal sealed class TopVerb : KubectlVerb
{
    public override string Path => "top";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("selector", 'l'), Flag.Switch("all-namespaces", 'A'), Flag.Switch("containers"), Flag.Switch("no-headers"), Flag.Valued("sort-by"), Flag.Switch("use-protocol-buffers"),
        Flag.NotYet("field-selector", null, FlagValue.Required), Flag.NotYet("sum"), Flag.NotYet("show-capacity"), Flag.NotYet("show-swap"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var what, ..]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl top wants pods or nodes");
        // "top pod/x" is what kubectl refuses, "top pod x" what it wants
        var kind = ResourceText.Singular(what) switch { "pod" => "pods", "node" => "nodes", _ => null };
        if (kind is null || arguments.Operands.Count > 2) return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl top wants pods or nodes and at most one name, not \"{what}\"");
        var sortBy = arguments.Value("sort-by");
        if (sortBy is not (null or "cpu" or "memory") && !sortBy.Contains(ParameterText.Open)) return arguments.Invalid(DiagnosticCodes.InvalidValue, "--sort-by of kubectl top wants cpu or memory");
        return Verdict.Native(new KubernetesTop
        {
            Namespace = arguments.Namespace,
            Kind = kind,
            ResourceName = arguments.Operands.Count > 1 ? arguments.Text(arguments.Operands[1], $"kubernetes.{ResourceText.Singular(kind)}", isName: true) : null,
            LabelSelector = arguments.Selector,
            AllNamespaces = arguments.AllNamespaces,
            Containers = arguments.Switch("containers"),
            NoHeaders = arguments.Switch("no-headers"),
            SortBy = sortBy,
        });
    }
}
