using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Risks;

/// <summary>The risk of a command as written: the greatest of its parts, what is inside substitutions, pipes and containers included.</summary>
public static partial class CommandRisk
{
    [GeneratedRegex(@"\brm\s+-|\b(?:drop|truncate)\s+(?:table|database|schema|index|view|user|role)\b|\bdelete\s+from\b|\bflush(?:all|db)\b|\b(?:uninstall|destroy|purge|wipe|mkfs|shred)\b|\bkubectl\b[^\n|;&]{0,300}\bdelete\b|(?<!\w)--?delete\b|\bdown\s+(?:-v|--volumes)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Destroys();

    /// <param name="source">The command's text, for what could not be parsed.</param>
    public static Risk Of(Statement statement, string source) => Of(statement, new CommandText(source));

    private static Risk Of(Statement statement, CommandText source) => statement switch
    {
        Unparsed => Guess(source.Text),
        Query { Language: "sql" } query => SqlRisk.Of(query.Text),
        Query { Language: "redis" } query => RedisRisk.Of(query.Text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)),
        Query => Risk.Read,
        Sequence sequence => Greatest(sequence.Parts.Select(p => Of(p.Statement, source))),
        Compound compound => Greatest([.. compound.Body.Select(s => Of(s, source)), .. compound.Words.Select(w => Of(w, source)), .. compound.Redirections.Select(r => Of(r, source))]),
        Pipeline pipeline => Of(pipeline, source),
        _ => Risk.Change,
    };

    /// <summary>The risk of one program with its arguments.</summary>
    public static Risk Of(IReadOnlyList<string> words) => ProgramRisk.Of(words, ProgramInput.None);

    /// <summary>Of a text that cannot be read.</summary>
    internal static Risk Guess(string text) => Destroys().IsMatch(text) ? Risk.Destructive : Risk.Change;

    internal static Risk Greatest(IEnumerable<Risk> risks)
    {
        var greatest = Risk.Read;
        foreach (var risk in risks) greatest = Greater(greatest, risk);
        return greatest;
    }

    private static Risk Greater(Risk one, Risk other) => one > other ? one : other;

    private static Risk Of(Pipeline pipeline, CommandText source)
    {
        var risk = Risk.Read;
        SimpleCommand? before = null;
        foreach (var command in pipeline.Commands)
        {
            if (command.Words.Count > 0) risk = Greater(risk, ProgramRisk.Of([.. command.Words.Select(WordText.AsWritten)], ProgramInput.Of(command, before, source)));
            foreach (var word in command.Words) risk = Greater(risk, Of(word, source));
            foreach (var assignment in command.Assignments) risk = Greater(risk, Of(assignment.Value, source));
            foreach (var redirection in command.Redirections) risk = Greater(risk, Of(redirection, source));
            before = command;
        }
        return risk;
    }

    private static Risk Of(Word word, CommandText source)
    {
        var risk = Risk.Read;
        foreach (var part in word.Parts)
            if (part is SubstitutionPart or ProcessPart or ArrayPart) risk = Greater(risk, Of(part, source));
        return risk;
    }

    private static Risk Of(WordPart part, CommandText source) => part switch
    {
        SubstitutionPart substitution => Of(substitution.Statements, substitution.Source),
        ProcessPart process => Of(process.Statements, process.Source),
        ArrayPart array => Greatest(array.Words.Select(w => Of(w, source))),
        _ => Risk.Read,
    };

    private static Risk Of(IReadOnlyList<Statement> statements, string text)
    {
        var source = new CommandText(text);
        return Greatest(statements.Select(s => Of(s, source)));
    }

    /// <summary>A new file on the operator's own machine is output; what the system itself reads is a change.</summary>
    private static Risk Of(Redirection redirection, CommandText source)
    {
        var target = WordText.AsWritten(redirection.Target);
        var writes = redirection.Operator.Contains('>') && redirection.Operator != ">&";
        var own = writes && target.StartsWith("/dev/", StringComparison.Ordinal) && target is not ("/dev/null" or "/dev/stdout" or "/dev/stderr" or "/dev/tty") ? Risk.Destructive
            : writes && SystemFiles.Owns(target) ? Risk.Change : Risk.Read;
        return Greatest([own, Of(redirection.Target, source)]);
    }
}
