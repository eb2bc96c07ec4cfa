using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Targets.Host;

/// <summary>
/// Which programs an administrator allowed. What starts another program (<c>sudo</c>, <c>timeout</c>, <c>find -exec</c>, a shell with a script) is no way
/// around: that one has to be allowed as well. To allow a program is to allow whatever it can do with its own arguments.
/// </summary>
internal static class HostAllowList
{
    private const int DeepestNesting = 8;

    private static readonly Dictionary<string, string[]> Starters = new()
    {
        ["sudo"] = ["-u", "-g", "-C", "-p", "-T", "-h", "-D", "-R"],
        ["doas"] = ["-u", "-C"],
        ["nohup"] = [],
        ["time"] = ["-o", "-f"],
        ["nice"] = ["-n"],
        ["ionice"] = ["-c", "-n", "-p"],
        ["stdbuf"] = ["-i", "-o", "-e"],
        ["timeout"] = ["-s", "-k"],
        ["env"] = ["-u", "-C", "-S"],
        ["xargs"] = ["-I", "-n", "-P", "-L", "-d", "-s", "-E", "-a"],
        ["setsid"] = [],
        ["strace"] = ["-o", "-e", "-p", "-s"],
        ["command"] = [],
        ["chroot"] = [],
    };

    private static readonly HashSet<string> Shells = ["bash", "sh", "zsh", "ash", "dash", "ksh"];

    /// <summary>Variables that would have a program run something else than itself.</summary>
    private static readonly HashSet<string> Hijacking =
        ["PATH", "HOME", "BASH_ENV", "ENV", "SHELLOPTS", "IFS", "PERL5OPT", "PERL5LIB", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "NODE_OPTIONS", "RUBYOPT", "JAVA_TOOL_OPTIONS", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "PAGER", "EDITOR", "LESSOPEN"];

    /// <summary>Why it may not run; null where it may.</summary>
    public static string? Refusal(HostRun action, HostSettings settings)
    {
        foreach (var program in Chain(action.Program, action.Arguments, 0))
            if (!settings.Programs.Any(allowed => Covers(allowed, program)))
                return $"{program} may not be run in this environment; an administrator can allow it under Environments.";
        return action.Variables.Keys.FirstOrDefault(v => Hijacking.Contains(v) || v.StartsWith("LD_", StringComparison.Ordinal) || v.StartsWith("DYLD_", StringComparison.Ordinal)) is { } variable
            ? $"{variable} may not be set for a program of a host: it would change which program runs. Take it out of the command."
            : null;
    }

    /// <summary>The program, and those that it is told to start.</summary>
    private static IEnumerable<string> Chain(string program, IReadOnlyList<string> arguments, int depth)
    {
        yield return program;
        if (depth > DeepestNesting) yield break;
        var name = program[(program.LastIndexOf('/') + 1)..];
        if (Starters.TryGetValue(name, out var valued))
        {
            var at = 0;
            while (at < arguments.Count && (arguments[at].StartsWith('-') || (name is "sudo" or "env" && arguments[at].Contains('=')))) at += valued.Contains(arguments[at]) ? 2 : 1;
            if (name is "timeout" or "chroot") at++;
            if (at < arguments.Count)
                foreach (var inner in Chain(arguments[at], [.. arguments.Skip(at + 1)], depth + 1)) yield return inner;
        }
        else if (name == "find")
        {
            for (var i = 0; i + 1 < arguments.Count; i++)
                if (arguments[i] is "-exec" or "-execdir" or "-ok" or "-okdir")
                    foreach (var inner in Chain(arguments[i + 1], [.. arguments.Skip(i + 2)], depth + 1)) yield return inner;
        }
        else if (Shells.Contains(name) && arguments.FirstOrDefault(a => !a.StartsWith('-')) is { } script) yield return script.Contains('/') ? script : $"./{script}";
    }

    /// <summary>A name covers only itself; a path may have stars, none of which reaches over a slash.</summary>
    private static bool Covers(string allowed, string program)
    {
        if (!allowed.Contains('/') || !program.Contains('/')) return allowed == program;
        var (pattern, path) = (Segments(allowed), Segments(program));
        return pattern.Count == path.Count && !path.Contains("..") && pattern.Zip(path).All(p => HostGlob.Matches(p.First, p.Second));
    }

    private static List<string> Segments(string path) => [.. path.Split('/').Where(s => s is not ".")];
}
