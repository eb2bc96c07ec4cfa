namespace OpsPortal.Runbooks.Risks;

/// <summary>Programs whose risk lies in their sub-command.</summary>
internal static class SubcommandRisk
{
    private const int LongestCommand = 3;

    /// <summary>Null where the program is not known.</summary>
    public static Risk? Of(string program, string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        if (CloudRisk.Knows(program)) return CloudRisk.Of(program, words, inner);
        if (!Subcommands.Of.TryGetValue(program, out var known)) return null;
        var options = words.Where(w => w.StartsWith('-')).ToHashSet();
        if (options.Overlaps(["--dry-run", "--dry-run=client", "--dry-run=server"]) || (program == "ansible-playbook" && options.Contains("--check"))) return Risk.Read;
        return (program, Find(known, words)) switch
        {
            ("git", ("push", _)) when words.SkipWhile(w => w != "push").Any(w => w is [':' or '+', _, ..]) => Risk.Destructive,
            ("git", ("branch" or "tag", _)) when options.Overlaps(["-d", "-D", "--delete"]) => Risk.Destructive,
            ("git", ("branch", _)) when options.Overlaps(["-m", "-M", "-f", "--move", "--force"]) => Risk.Change,
            // what is not committed yet is gone
            ("git", ("checkout" or "switch", _)) when words.Contains("--") || words.Contains(".") || options.Overlaps(["-f", "--force", "--discard-changes"]) => Risk.Destructive,
            ("git", ("restore", _)) when !options.Contains("--staged") || options.Contains("--worktree") => Risk.Destructive,
            ("git", ("push", _)) when options.Overlaps(["--force", "-f", "--delete", "-d", "--mirror", "--force-with-lease"]) => Risk.Destructive,
            ("git", ("reset", _)) when options.Contains("--hard") => Risk.Destructive,
            ("terraform" or "tofu" or "terragrunt", ("apply" or "run-all apply", _)) when options.Contains("-destroy") => Risk.Destructive,
            (_, var (_, risk)) => risk,
        };
    }

    private static (string Command, Risk Risk) Find(Subcommand known, string[] words)
    {
        var afterFlag = false;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].StartsWith('-'))
            {
                afterFlag = !words[i].Contains('=');
                continue;
            }
            for (var length = Math.Min(LongestCommand, words.Length - i); length > 0; length--)
            {
                var command = string.Join(' ', words.Skip(i).Take(length));
                if (known.Risks.TryGetValue(command, out var risk)) return (command, risk);
            }
            // what stands behind a flag may be its value
            if (!afterFlag) break;
            afterFlag = false;
        }
        return ("", Risk.Change);
    }
}
