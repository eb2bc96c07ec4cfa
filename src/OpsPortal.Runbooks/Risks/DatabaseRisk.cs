namespace OpsPortal.Runbooks.Risks;

/// <summary>Clients of SQL databases: what they are told to run decides.</summary>
internal static class DatabaseRisk
{
    public static Risk Client(string program, string[] words, ProgramInput input)
    {
        var statements = Statements(program, words).ToList();
        if (statements.Count > 0) return CommandRisk.Greatest(statements.Select(SqlRisk.Of));
        if (words.Any(w => w is "-l" or "--list" or "-V" or "--version")) return Risk.Read;
        if (words.Select((w, i) => w is "-f" or "--file" ? words.ElementAtOrDefault(i + 1) : w.StartsWith("--file=", StringComparison.Ordinal) ? w : null).OfType<string>().FirstOrDefault() is { } file)
            return new[] { "backup", "dump", "restore" }.Any(w => file.Contains(w, StringComparison.OrdinalIgnoreCase)) ? Risk.Destructive : Risk.Change;
        if (input.Text is { } text) return SqlRisk.Of(text);
        // a prompt of psql with nobody at it connects and ends
        if (program == "psql" && !input.Present) return Risk.Read;
        // to play a backup into a database overwrites what lives there; a prompt takes whatever its user types
        return input.Restores ? Risk.Destructive : Risk.Change;
    }

    private static IEnumerable<string> Statements(string program, string[] words)
    {
        var letter = program is "mysql" or "mariadb" or "cqlsh" or "cockroach" ? 'e' : program == "clickhouse-client" ? 'q' : 'c';
        var name = letter switch { 'e' => "--execute", 'q' => "--query", _ => "--command" };
        for (var i = 0; i < words.Length; i++)
            if (words[i] == name || (words[i] is ['-', not '-', ..] && words[i][^1] == letter && words[i].Skip(1).All(char.IsAsciiLetter)))
            {
                if (i + 1 < words.Length) yield return words[++i];
            }
            else if (words[i].StartsWith(name + "=", StringComparison.Ordinal)) yield return words[i][(name.Length + 1)..];
            else if (words[i].StartsWith($"-{letter}", StringComparison.Ordinal)) yield return words[i][2..];
            else if (program == "sqlite3" && i > 0 && !words[i].StartsWith('-') && words[i].Contains(' ')) yield return words[i];
    }
}
