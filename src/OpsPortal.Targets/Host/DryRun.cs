using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Host;

/// <summary>The dry run of programs that are known to have one.</summary>
internal static class DryRun
{
    /// <summary>The same command as a dry run; null where the program has none, or where it is no read by the rules of risk.</summary>
    public static HostRun? Of(HostRun run)
    {
        var words = run.Arguments;
        var arguments = Name(run.Program) switch
        {
            "helm" when Verb(words) is "install" or "upgrade" or "uninstall" or "rollback" => [.. words, "--dry-run"],
            "terraform" or "tofu" when Verb(words) is "apply" => Replaced(words, "apply", "plan", "-auto-approve", "--auto-approve"),
            "terraform" or "tofu" when Verb(words) is "destroy" => [.. Replaced(words, "destroy", "plan", "-auto-approve", "--auto-approve"), "-destroy"],
            "ansible-playbook" => [.. words, "--check"],
            "aws" when words is ["s3", "cp" or "mv" or "rm" or "sync", ..] => [.. words, "--dryrun"],
            "aws" when words is ["ec2", ..] => [.. words, "--dry-run"],
            "git" when Verb(words) is "push" or "clean" => [.. words, "--dry-run"],
            "rsync" => [.. words, "--dry-run"],
            "make" => [.. words, "-n"],
            _ => (IReadOnlyList<string>?)null,
        };
        if (arguments is null || arguments.Count == words.Count && arguments.SequenceEqual(words)) return null;
        return run with { Arguments = arguments };
    }

    /// <summary>Whether it may be run for a preview: the rules of risk take it for a read.</summary>
    public static bool MayRun(HostRun dry) => CommandRisk.Of([dry.Program, .. dry.Arguments]) == Risk.Read;

    /// <summary>What puts a helm release back, in words; null for other programs.</summary>
    public static string? WayBack(HostRun run) =>
        Name(run.Program) == "helm" && Verb(run.Arguments) == "upgrade" && run.Arguments.Where(a => !a.StartsWith('-')).Skip(1).FirstOrDefault() is { } release ? $"helm rollback {release} goes back to the revision before" : null;

    private static string Name(string program) => program[(program.LastIndexOf('/') + 1)..];

    private static string? Verb(IReadOnlyList<string> words) => words.FirstOrDefault(w => !w.StartsWith('-'));

    private static List<string> Replaced(IReadOnlyList<string> words, string from, string to, params string[] without) => [.. words.Where(w => !without.Contains(w)).Select(w => w == from ? to : w)];
}
