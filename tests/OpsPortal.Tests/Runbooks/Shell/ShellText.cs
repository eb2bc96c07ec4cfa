using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Tests.Runbooks.Shell;

/// <summary>Statements written out as text, so that a table of tests can show what was understood.</summary>
internal static class ShellText
{
    public static string Show(string text) => string.Join(" // ", ShellParser.Parse(text).Select(Show));

    private static string Show(Statement statement) => statement switch
    {
        Pipeline pipeline => (pipeline.Negated ? "! " : "") + string.Join(" | ", pipeline.Commands.Select(Show)),
        Sequence sequence => "{" + string.Join(" ", sequence.Parts.Select(p => p.Operator is null ? Show(p.Statement) : $"{p.Operator} {Show(p.Statement)}")) + (sequence.Background ? " &" : "") + "}",
        Compound compound => $"<{compound.Keyword}{(compound.Variable is { } v ? $" {v}" : "")}{string.Concat(compound.Words.Select(w => " " + Show(w)))}: {string.Join("; ", compound.Body.Select(Show))}{string.Concat(compound.Redirections.Select(r => " " + Show(r)))}>",
        Unparsed => "unparsed",
        _ => statement.GetType().Name,
    };

    private static string Show(SimpleCommand command) => string.Join(" ",
        [.. command.Assignments.Select(a => $"{a.Name}{(a.Append ? "+" : "")}={Show(a.Value)}"), .. command.Words.Select(Show), .. command.Redirections.Select(Show)]);

    private static string Show(Redirection redirection) => $"{redirection.Descriptor}{redirection.Operator}{Show(redirection.Target)}{(redirection.Body is { } body ? $"({body.Replace("\n", "\\n")})" : "")}";

    public static string Show(Word word) => "[" + string.Concat(word.Parts.Select(part => part switch
    {
        LiteralPart literal => literal.Text.Replace("\n", "\\n"),
        VariablePart variable => $"${{{variable.Name}{variable.Operation}}}",
        SubstitutionPart substitution => $"$({string.Join("; ", substitution.Statements.Select(Show))})",
        ArithmeticPart arithmetic => $"$(({arithmetic.Source}))",
        ProcessPart process => $"{process.Direction}({string.Join("; ", process.Statements.Select(Show))})",
        PlaceholderPart placeholder => $"<{placeholder.Name}>",
        ArrayPart array => $"({string.Join(" ", array.Words.Select(Show))})",
        _ => "?",
    })) + "]";
}
