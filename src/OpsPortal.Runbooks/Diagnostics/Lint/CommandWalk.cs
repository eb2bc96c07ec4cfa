using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>All programs that a statement runs, those inside of others included.</summary>
internal static class CommandWalk
{
    private const int Deepest = 12;

    private static readonly HashSet<string> Wrappers = ["sudo", "time", "nohup", "env", "watch", "xargs", "timeout", "nice", "command", "exec"];

    public static List<LintCommand> Of(Statement statement)
    {
        List<LintCommand> commands = [];
        Walk(statement, statement.Start, true, commands, 0);
        return commands;
    }

    private static void Walk(Statement statement, int origin, bool placed, List<LintCommand> commands, int depth)
    {
        if (depth > Deepest) return;
        switch (statement)
        {
            case Pipeline pipeline:
                foreach (var command in pipeline.Commands) Walk(command, origin, placed, commands, depth);
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts) Walk(part.Statement, origin, placed, commands, depth + 1);
                break;
            case Compound compound:
                foreach (var inner in compound.Body) Walk(inner, origin, placed, commands, depth + 1);
                break;
        }
    }

    private static void Walk(SimpleCommand command, int origin, bool placed, List<LintCommand> commands, int depth)
    {
        if (command.Words.Count > 0)
            Inside([.. command.Words.Select(w => placed ? new LintWord(WordText.AsWritten(w), w.Start - origin, w.End - origin) : new LintWord(WordText.AsWritten(w), -1, -1))], commands, 0);
        foreach (var part in command.Words.Concat(command.Assignments.Select(a => a.Value)).SelectMany(w => w.Parts))
            foreach (var inner in part switch { SubstitutionPart s => s.Statements, ProcessPart p => p.Statements, _ => [] })
                // what is inside was read as a text of its own
                Walk(inner, 0, false, commands, depth + 1);
    }

    private static void Inside(List<LintWord> words, List<LintCommand> commands, int depth)
    {
        if (words.Count == 0 || words[0].Text.Length == 0 || depth > Deepest) return;
        var command = new LintCommand(words);
        commands.Add(command);
        if (Wrappers.Contains(command.Program)) Inside([.. words.Skip(1).SkipWhile(w => w.IsFlag || w.Text.Contains('=') || w.Text.All(char.IsAsciiDigit))], commands, depth + 1);
        else if (command.Program is "kubectl" or "oc" && words.FindIndex(w => w.Text == "--") is > 0 and var dashes) Inside(words[(dashes + 1)..], commands, depth + 1);
        else if (command.Program is "docker" or "docker-compose" or "podman" && words.FindIndex(w => w.Text is "exec") is > 0 and var exec) Inside(Contained(words, exec + 1), commands, depth + 1);
    }

    /// <summary>Behind the container's name.</summary>
    private static List<LintWord> Contained(List<LintWord> words, int at)
    {
        while (at < words.Count && words[at].IsFlag) at += words[at].Text is "-e" or "--env" or "-u" or "--user" or "-w" or "--workdir" or "--index" ? 2 : 1;
        return at + 1 < words.Count ? words[(at + 1)..] : [];
    }
}
