using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary><c>kubectl</c> and <c>oc</c>: finds the verb, whose own compiler does the rest.</summary>
internal sealed class KubectlCompiler : IProgramCompiler
{
    private static readonly FlagTable Global = new(
    [
        Flag.Valued("namespace", 'n'), Flag.Valued("request-timeout"), Flag.Valued("v", 'v'), Flag.Switch("warnings-as-errors"),
        Flag.Valued("context"),
        .. new[] { "kubeconfig", "cluster", "user", "as", "as-group", "as-uid", "token", "server", "username", "password", "cache-dir", "certificate-authority", "client-certificate",
            "client-key", "tls-server-name", "profile", "profile-output", "log-flush-frequency", "kuberc" }.Select(name => Flag.NotYet(name, name == "server" ? 's' : null, FlagValue.Required)),
        Flag.NotYet("insecure-skip-tls-verify"), Flag.NotYet("match-server-version"), Flag.NotYet("disable-compression"),
    ]);

    private static readonly Dictionary<string, KubectlVerb> ByPath = KubectlVerbs.All.ToDictionary(v => v.Path);

    private static readonly Dictionary<KubectlVerb, FlagTable> Flags = KubectlVerbs.All.ToDictionary(v => v, v => Global.With(v.Flags));

    public IReadOnlyList<string> Programs => ["kubectl", "oc", "k"];

    public Verdict Compile(Invocation invocation)
    {
        var words = invocation.Arguments.ToList();
        if (Take(words, invocation) is not { } verb) return Verdict.Manual("no verb of kubectl stands in it");
        if (verb == "adm" && Take(words, invocation) is { } admin) verb = KubectlVerbs.OfAdministrators.Contains(admin) ? admin : $"adm {admin}";
        if (KubectlVerbs.Groups.Contains(verb) && Take(words, invocation) is { } second) verb += $" {second}";
        if (!ByPath.TryGetValue(verb, out var compiler))
            return Verdict.Manual(KubectlVerbs.Reason(invocation.Program, verb)) with { Interactive = verb is "debug" };
        var list = ArgumentReader.Read($"kubectl {verb}", words, Flags[compiler], compiler.MostOperands);
        if (list.Problem is { } problem)
        {
            var severity = problem.Code == DiagnosticCodes.UnsupportedFlag ? DiagnosticSeverity.Info : DiagnosticSeverity.Error;
            invocation.Context.Note(severity, problem.Code, $"{problem.Reason}.");
            return Verdict.Manual(problem.Reason);
        }
        var arguments = new KubectlArguments(verb, list, invocation.Context);
        var verdict = compiler.Compile(arguments);
        if (arguments.ClusterContext is not { } context || verdict.Action is null) return verdict;
        return verdict.Action is KubernetesAction action
            ? verdict with { Action = action with { Context = context } }
            : Verdict.Manual($"it names the context {context}, and which server is meant there is not known");
    }

    /// <summary>The first operand, taken out of the words; flags in front of it stay for the verb to read.</summary>
    private static string? Take(List<string> words, Invocation invocation)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (words[i].Length < 2 || words[i][0] != '-')
            {
                var operand = words[i];
                words.RemoveAt(i);
                return operand;
            }
            var name = words[i].TrimStart('-');
            var flag = words[i].StartsWith("--", StringComparison.Ordinal) ? Global.Named(name) : name.Length == 1 ? Global.Lettered(name[0]) : null;
            if (flag is { Value: FlagValue.Required }) i++;
        }
        return null;
    }
}
