using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Risks;

/// <summary>A word as text, quotes and escapes removed, for judging what a command does.</summary>
internal static class WordText
{
    public static string AsWritten(Word word) => word.Parts is [LiteralPart only] ? only.Text : string.Concat(word.Parts.Select(part => part switch
    {
        LiteralPart literal => literal.Text,
        VariablePart variable => $"${variable.Name}",
        PlaceholderPart placeholder => $"<{placeholder.Name}>",
        SubstitutionPart => "$(…)",
        ArithmeticPart => "$((…))",
        ProcessPart process => $"{process.Direction}(…)",
        _ => "",
    }));
}
