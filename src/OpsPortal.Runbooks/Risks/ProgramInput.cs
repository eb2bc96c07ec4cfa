using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Risks;

/// <summary>What a program is given on its standard input.</summary>
/// <param name="Present">Whether anything is.</param>
/// <param name="Text">The text where the runbook holds it (a here-document, an <c>echo</c>).</param>
/// <param name="Restores">Whether the words around speak of a backup being played back.</param>
internal sealed record ProgramInput(bool Present, string? Text, bool Restores)
{
    public static ProgramInput None { get; } = new(false, null, false);

    public static ProgramInput Of(SimpleCommand command, SimpleCommand? before, CommandText source)
    {
        var redirected = command.Redirections.LastOrDefault(r => r.Operator is "<" or "<<" or "<<-" or "<<<");
        if (redirected is null && before is null) return None;
        var text = redirected is null ? Echoed(before!) : redirected.Body ?? (redirected.Operator == "<<<" ? WordText.AsWritten(redirected.Target) : null);
        return new(true, text, text is null && source.NamesBackup);
    }

    private static string? Echoed(SimpleCommand command) => command.Words switch
    {
        [{ Constant: "echo" or "printf" }, ..] => string.Join(' ', command.Words.Skip(1).Select(WordText.AsWritten)),
        [{ Constant: "cat" or "tee" }, ..] => command.Redirections.LastOrDefault(r => r.Body is not null)?.Body,
        _ => null,
    };
}
