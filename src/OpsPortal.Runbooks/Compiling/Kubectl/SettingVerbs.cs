using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary><c>label</c> and <c>annotate</c>: <c>key=value</c> sets, <c>key-</c> takes away.</summary>
internal sealed class LabelVerb(string word) : KubectlVerb
{
    public override string Path => word;

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("selector", 'l'), Flag.Valued("field-selector"), Flag.Switch("all"), Flag.Switch("all-namespaces", 'A'), Flag.Switch("overwrite"), Flag.Switch("list"), Flag.NotYet("local"),
        Flag.NotYet("resource-version", null, FlagValue.Required), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        var marks = arguments.Operands.Where(SettingText.IsMark).ToList();
        if (arguments.Resources([.. arguments.Operands.Where(o => !SettingText.IsMark(o))], out var wrong) is not { } resources) return wrong!;
        var list = arguments.Switch("list");
        if (marks.Count == 0 && !list) return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {word} wants key=value, or key- to take it away");
        var all = arguments.Switch("all");
        if (resources.Any(r => r.Name is null) && arguments.Selector is null && !arguments.Has("field-selector") && !all)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {word} wants the object's name, a selector or --all");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesMark
        {
            Namespace = arguments.Namespace,
            Annotations = word == "annotate",
            Resources = resources,
            LabelSelector = arguments.Selector,
            FieldSelector = arguments.Value("field-selector"),
            All = all,
            AllNamespaces = arguments.AllNamespaces,
            Set = [.. marks.Where(m => m.Contains('=')).Select(m => SettingText.Pair(arguments.Text(m)))],
            Remove = [.. marks.Where(m => !m.Contains('=')).Select(m => arguments.Text(m[..^1]))],
            Overwrite = arguments.Switch("overwrite"),
            List = list,
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class SetEnvironmentVerb : KubectlVerb
{
    public override string Path => "set env";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("selector", 'l'), Flag.Switch("all"), Flag.Valued("containers", 'c'), Flag.Valued("env", 'e'), Flag.Valued("from"), Flag.Valued("prefix"), Flag.Valued("keys"), Flag.Switch("overwrite"),
        Flag.Switch("list"), Flag.NotYet("resolve"), Flag.NotYet("local"), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        List<string> variables = [.. arguments.Operands.Where(SettingText.IsMark), .. arguments.Values("env")];
        if (arguments.Resources([.. arguments.Operands.Where(o => !SettingText.IsMark(o))], out var wrong) is not { } resources) return wrong!;
        ResourceArgument? from = null;
        if (arguments.Has("from") && (from = arguments.Resource([arguments.Value("from")!], out wrong)) is null) return wrong!;
        if (from is not null && ResourceText.Singular(from.Kind) is not ("configmap" or "secret"))
            return arguments.Invalid(DiagnosticCodes.InvalidValue, "--from of kubectl set env wants configmap/name or secret/name");
        var list = arguments.Switch("list");
        if (variables.Count == 0 && from is null && !list) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set env wants NAME=value, or NAME- to take it away");
        if (SettingText.NoObject(arguments, resources)) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set env wants the object's name, a selector or --all");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesSetEnvironment
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            All = arguments.Switch("all"),
            Containers = arguments.Value("containers", isName: true) ?? "*",
            Variables = [.. variables.Select(v => arguments.Text(v)).Select(v => v.Contains('=') ? SettingText.Pair(v) : new NamedValue(v[..^1], null))],
            From = from,
            Prefix = arguments.Value("prefix"),
            Keys = arguments.Values("keys", commas: true),
            Overwrite = arguments.Switch("overwrite", standard: true),
            List = list,
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class SetResourcesVerb : KubectlVerb
{
    public override string Path => "set resources";

    public override FlagTable Flags { get; } = new(
        [Flag.Valued("selector", 'l'), Flag.Switch("all"), Flag.Valued("containers", 'c'), Flag.Valued("limits"), Flag.Valued("requests"), Flag.NotYet("local"), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resources(arguments.Operands, out var wrong) is not { } resources) return wrong!;
        if (!arguments.Has("limits") && !arguments.Has("requests")) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set resources wants --limits or --requests");
        if (SettingText.NoObject(arguments, resources)) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set resources wants the object's name, a selector or --all");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesSetResources
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            All = arguments.Switch("all"),
            Containers = arguments.Value("containers", isName: true) ?? "*",
            Limits = arguments.Value("limits"),
            Requests = arguments.Value("requests"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class SetServiceAccountVerb : KubectlVerb
{
    public override string Path => "set serviceaccount";

    public override FlagTable Flags { get; } = new([Flag.Switch("all"), Flag.NotYet("local"), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands.Count < 2) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set serviceaccount wants an object and the account's name");
        if (arguments.Resources([.. arguments.Operands.SkipLast(1)], out var wrong) is not { } resources) return wrong!;
        if (SettingText.NoObject(arguments, resources)) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl set serviceaccount wants the object's name or --all");
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesSetServiceAccount
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            All = arguments.Switch("all"),
            Account = arguments.Text(arguments.Operands[^1], "kubernetes.serviceaccount", isName: true),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal static class SettingText
{
    /// <summary><c>key=value</c> or <c>key-</c>.</summary>
    public static bool IsMark(string operand) => operand.Contains('=') || (operand.Length > 1 && operand[^1] == '-');

    public static NamedValue Pair(string text) => text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, null);

    public static bool NoObject(KubectlArguments arguments, IReadOnlyList<ResourceArgument> resources) =>
        resources.Any(r => r.Name is null) && arguments.Selector is null && !arguments.Switch("all");
}
