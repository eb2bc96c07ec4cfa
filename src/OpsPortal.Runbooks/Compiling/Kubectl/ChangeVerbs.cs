using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class ScaleVerb : KubectlVerb
{
    public override string Path => "scale";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("replicas"), Flag.Valued("current-replicas"), Flag.Valued("selector", 'l'), Flag.Switch("all"), Flag.NotYet("timeout", null, FlagValue.Required),
        Flag.NotYet("resource-version", null, FlagValue.Required), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resources(arguments.Operands, out var wrong) is not { } resources) return wrong!;
        if (arguments.Number("replicas", out wrong) is not { } replicas) return wrong ?? arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl scale wants --replicas");
        if (arguments.Number("current-replicas", out wrong) is var current && wrong is not null) return wrong;
        if (resources.Any(r => r.Name is null) && arguments.Selector is null && !arguments.Switch("all")) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl scale wants the object's name");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesScale
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            Replicas = replicas,
            CurrentReplicas = current,
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class SetImageVerb : KubectlVerb
{
    public override string Path => "set image";

    public override FlagTable Flags { get; } = new([Flag.Valued("selector", 'l'), Flag.Switch("all"), Flag.NotYet("local"), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        var pairs = arguments.Operands.Where(o => o.Contains('=')).ToList();
        if (arguments.Resources([.. arguments.Operands.Where(o => !o.Contains('='))], out var wrong) is not { } resources) return wrong!;
        if (pairs.Count == 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set image wants container=image");
        if (resources.Any(r => r.Name is null) && arguments.Selector is null && !arguments.Switch("all")) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set image wants the object's name");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesSetImage
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            Images = [.. pairs.Select(p => p.Split('=', 2)).Select(p => new ContainerImage(arguments.Text(p[0], isName: true), arguments.Text(p[1])))],
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class PatchVerb : KubectlVerb
{
    public override string Path => "patch";

    public override FlagTable Flags { get; } = new(
        [Flag.Valued("patch", 'p'), Flag.Valued("type"), Flag.Valued("subresource"), Flag.Valued("patch-file"), Flag.NotYet("local"), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        var (patch, file) = (arguments.Value("patch"), arguments.Value("patch-file", "file"));
        if (patch is null == file is null) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl patch wants -p with the patch, or --patch-file");
        PatchType? type = arguments.Value("type") switch { null or "strategic" => PatchType.Strategic, "merge" => PatchType.Merge, "json" => PatchType.Json, _ => null };
        if (type is null) return arguments.Invalid(DiagnosticCodes.InvalidValue, "--type of kubectl patch wants strategic, merge or json");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesPatch
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            Type = type.Value,
            Patch = patch ?? "",
            PatchFile = file,
            Subresource = arguments.Value("subresource"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class DeleteVerb : KubectlVerb
{
    public override string Path => "delete";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("selector", 'l'), Flag.Valued("field-selector"), Flag.Switch("all"), Flag.Switch("all-namespaces", 'A'), Flag.Valued("grace-period"), Flag.Switch("force"), Flag.Switch("now"),
        Flag.Switch("wait"), Flag.Switch("ignore-not-found"), new("cascade", null, FlagValue.Optional), Flag.Valued("timeout"), Flag.NotYet("interactive", 'i'),
        Flag.NotYet("raw", null, FlagValue.Required), .. ChangingFiles, .. Described,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        var (dryRun, output) = arguments.Change(out var wrong);
        if (wrong is not null) return wrong;
        if (output is not (null or "name")) return arguments.Invalid(DiagnosticCodes.InvalidValue, "-o of kubectl delete wants name");
        if (arguments.Has("filename")) return Files(arguments, dryRun, output);
        if (arguments.Resources(arguments.Operands, out wrong) is not { } resources) return wrong!;
        if (arguments.Number("grace-period", out wrong, negative: true) is var grace && wrong is not null) return wrong;
        var (selector, fields, all) = (arguments.Selector, arguments.Value("field-selector"), arguments.Switch("all"));
        if (resources.Any(r => r.Name is null) && selector is null && fields is null && !all)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl delete names no object");
        var cascade = arguments.Value("cascade") switch { "" or "true" => "background", "false" => "orphan", var other => other };
        if (cascade is not (null or "background" or "foreground" or "orphan") && !cascade.Contains(ParameterText.Open))
            return arguments.Invalid(DiagnosticCodes.InvalidValue, "--cascade wants background, foreground or orphan");
        return Verdict.Native(new KubernetesDelete
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = selector,
            FieldSelector = fields,
            All = all,
            AllNamespaces = arguments.AllNamespaces,
            // what --now is short for
            GracePeriod = arguments.Switch("now") ? "1" : grace == "-1" ? null : grace,
            Force = arguments.Switch("force"),
            Wait = arguments.Switch("wait", standard: true),
            IgnoreNotFound = arguments.Switch("ignore-not-found"),
            Cascade = cascade,
            DryRun = dryRun,
            Output = output,
        });
    }

    private static Verdict Files(KubectlArguments arguments, string? dryRun, string? output)
    {
        if (ManifestArguments.Files(arguments, out var wrong) is not { } files) return wrong!;
        if (arguments.Has("grace-period") || arguments.Has("force") || arguments.Has("now") || arguments.Has("cascade") || arguments.Has("all"))
            return Verdict.Manual("kubectl delete -f with --force, --now, --all, --grace-period or --cascade is not yet understood");
        return Verdict.Native(new KubernetesDeleteFiles
        {
            Namespace = arguments.Namespace,
            Files = files,
            Recursive = arguments.Switch("recursive"),
            LabelSelector = arguments.Selector,
            IgnoreNotFound = arguments.Switch("ignore-not-found"),
            Wait = arguments.Switch("wait", standard: true),
            DryRun = dryRun,
            Output = output,
        });
    }
}
