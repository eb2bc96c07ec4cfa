using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>A statement of SQL or Redis on its own, or typed at the prompt that a command above opened.</summary>
internal static class QueryCompiler
{
    /// <summary>Null where it is neither.</summary>
    public static CompiledCommand? Compile(FenceCommand command, CommandContext context, Risk risk)
    {
        var (language, text) = command.Statement switch
        {
            Query { Language: "redis", Text: var typed } when typed.Trim().ToLowerInvariant() is "exit" or "quit" => ("redis", "QUIT"),
            Query { Language: "sql" or "redis" } query => (query.Language, query.Text.Trim()),
            // "exit" at a prompt
            Pipeline { Commands: [{ Words: [{ Constant: "exit" or "quit" }] }] } when command.Session is { } opener && PromptOf(opener) is ("sql" or "redis") and var prompt => (prompt, prompt == "sql" ? "\\q" : "QUIT"),
            _ => ("", ""),
        };
        if (language.Length == 0) return null;
        if (language == "sql" && PsqlCommands.RefusalAtPrompt(text) is { } refusal)
        {
            context.Note(Diagnostics.DiagnosticSeverity.Info, Diagnostics.DiagnosticCodes.UnsupportedPsqlCommand, $"{refusal}.");
            return CompiledCommand.Manual($"This command is yours to run: {refusal}.", risk);
        }
        IReadOnlyList<string> words = language == "sql" ? ["-c", text] : RedisWords.Split(text);
        if (command.Session is Pipeline { Commands: [var first] } session)
            return PromptOf(session) == language ? Typed(session, first, words, command.Source, context, risk) : null;
        if (command.Session is not null) return null;
        var place = new ServerPlace { Unnamed = true };
        StepAction action = language == "sql"
            ? new PostgresQuery { Place = place, Commands = [context.Parameters.Take(text)] }
            : new RedisCommand { Place = place, Words = [.. words.Select(w => context.Parameters.Take(w))] };
        return new(StepMode.Native, action, CommandRisk.Greatest([risk, action.Risk]), null);
    }

    /// <summary>The opener with the statement as its last argument: the same place, the same container, and it ends.</summary>
    private static CompiledCommand? Typed(Pipeline session, SimpleCommand first, IReadOnlyList<string> words, string source, CommandContext context, Risk risk)
    {
        var more = words.Select(w => new Word(session.End, session.End, [new LiteralPart(w, true)]));
        var piece = PipelineCompiler.Compile(session with { Commands = [first with { Words = [.. first.Words, .. more] }] }, new(source, session.Start), context);
        // other prompts of SQL (mysql) have other arguments
        return piece.Action is PostgresQuery or RedisCommand ? CommandCompiler.Compiled(piece, risk) : null;
    }

    private static string? PromptOf(Statement session) =>
        session is Pipeline { Commands: [{ Words: var words }] } ? Terminals.Opened([.. words.Select(w => w.Constant ?? "\0")]) : null;
}
