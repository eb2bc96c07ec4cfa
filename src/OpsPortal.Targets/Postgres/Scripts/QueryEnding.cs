using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Postgres.Scripts;

/// <summary>What a prompt of psql takes behind a statement instead of its semicolon.</summary>
/// <param name="Every">The statement is run again after this time, until it is stopped.</param>
internal sealed partial record QueryEnding(bool Expanded, TimeSpan? Every)
{
    [GeneratedRegex(@"\s*;?\s*\\(?<w>gx?|watch)(?:\s+(?<n>\d{1,5}(?:\.\d{1,3})?))?\s*;?\s*$")]
    private static partial Regex Ending();

    [GeneratedRegex(@"^\s*(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Transaction();

    public static (string Text, QueryEnding Ending) Of(string command)
    {
        var match = Ending().Match(command);
        if (!match.Success) return (command, new(false, null));
        var name = match.Groups["w"].Value;
        var seconds = match.Groups["n"].Success ? double.Parse(match.Groups["n"].Value) : 2;
        return (command[..match.Index], new(name == "gx", name == "watch" ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null));
    }

    public static bool ControlsTransaction(string statement) => Transaction().IsMatch(statement);
}
