using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class ApplyVerb : KubectlVerb
{
    public override string Path => "apply";

    public override FlagTable Flags { get; } = new(
    [
        .. Described, .. ChangingFiles, Flag.Valued("selector", 'l'), Flag.Switch("server-side"), Flag.Switch("force-conflicts"), new("validate", null, FlagValue.Optional), Flag.Switch("overwrite"),
        Flag.Switch("openapi-patch"), Flag.Switch("prune"), Flag.NotYet("prune-allowlist", null, FlagValue.Required), Flag.NotYet("prune-whitelist", null, FlagValue.Required), Flag.NotYet("applyset", null, FlagValue.Required),
        Flag.NotYet("all"), Flag.NotYet("force"), Flag.NotYet("wait"), Flag.NotYet("timeout", null, FlagValue.Required), Flag.NotYet("cascade", null, FlagValue.Optional),
        Flag.NotYet("grace-period", null, FlagValue.Required), Flag.NotYet("subresource", null, FlagValue.Required),
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Switch("prune")) return Verdict.Manual("--prune deletes whatever the files no longer describe; apply them here, and delete by name what is to go");
        if (ManifestArguments.Files(arguments, out var wrong) is not { } files) return wrong!;
        if (arguments.Operands.Count > 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl apply takes its files behind -f, and \"{arguments.Operands[0]}\" is none");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesApply
        {
            Namespace = arguments.Namespace,
            Files = files,
            Recursive = arguments.Switch("recursive"),
            LabelSelector = arguments.Selector,
            ServerSide = arguments.Switch("server-side"),
            ForceConflicts = arguments.Switch("force-conflicts"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class ReplaceVerb : KubectlVerb
{
    public override string Path => "replace";

    public override FlagTable Flags { get; } = new(
    [
        .. Described, .. ChangingFiles, Flag.Switch("force"), new("validate", null, FlagValue.Optional), Flag.Switch("save-config"), Flag.NotYet("raw", null, FlagValue.Required), Flag.NotYet("wait"),
        Flag.NotYet("timeout", null, FlagValue.Required), Flag.NotYet("cascade", null, FlagValue.Optional), Flag.NotYet("grace-period", null, FlagValue.Required), Flag.NotYet("subresource", null, FlagValue.Required),
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (ManifestArguments.Files(arguments, out var wrong) is not { } files) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesReplace
        {
            Namespace = arguments.Namespace,
            Files = files,
            Recursive = arguments.Switch("recursive"),
            Force = arguments.Switch("force"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class DiffVerb : KubectlVerb
{
    public override string Path => "diff";

    public override FlagTable Flags { get; } = new(
    [
        .. Described, Flag.Valued("selector", 'l'), Flag.NotYet("server-side"), Flag.NotYet("force-conflicts"), Flag.Valued("field-manager"), Flag.Switch("show-managed-fields"), Flag.Valued("concurrency"),
        Flag.NotYet("prune"), Flag.NotYet("prune-allowlist", null, FlagValue.Required),
    ]);

    public override Verdict Compile(KubectlArguments arguments) =>
        ManifestArguments.Files(arguments, out var wrong) is not { } files ? wrong! : Verdict.Native(new KubernetesDiff
        {
            Namespace = arguments.Namespace,
            Files = files,
            Recursive = arguments.Switch("recursive"),
            LabelSelector = arguments.Selector,
        });
}

internal sealed class EditVerb : KubectlVerb
{
    public override string Path => "edit";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("output", 'o'), Flag.Switch("save-config"), Flag.Switch("record"), Flag.Valued("field-manager"), Flag.Switch("show-managed-fields"), Flag.Switch("windows-line-endings"),
        new("validate", null, FlagValue.Optional), Flag.Switch("output-patch"), Flag.NotYet("subresource", null, FlagValue.Required),
        Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R'), Flag.NotYet("template", null, FlagValue.Required),
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        var manifest = arguments.Text(Actions.ParameterText.Place(Parameter(resource, arguments.Namespace)), "kubernetes.manifest");
        if (ResourceText.Singular(resource.Kind) == "secret") arguments.KeepSecret(manifest);
        return Verdict.Native(new KubernetesEdit { Namespace = arguments.Namespace, Resource = resource, Manifest = manifest });
    }

    /// <summary>The parameter that the edited text fills: one for each object, so that two edits of a runbook never share a text.</summary>
    private static string Parameter(ResourceArgument resource, string? @namespace)
    {
        var words = $"manifest-{ResourceText.Singular(resource.Kind)}-{resource.Name}{(@namespace is null ? "" : $"-in-{@namespace}")}";
        return string.Concat(Actions.ParameterText.Display(words).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? $"{c}" : c is '<' or '>' or '$' ? "" : "-"));
    }
}
