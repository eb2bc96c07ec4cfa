using OpsPortal.Runbooks.Compiling.Data;
using OpsPortal.Runbooks.Compiling.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Compiling.Web;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>From one fence command to an action, by the compiler that the program's name finds in the registry. Total: what is not understood is manual.</summary>
public static class CommandCompiler
{
    /// <summary>Options and operands are compared with each other, so that endless lists of them would take endless time.</summary>
    private const int MostWords = 2_000;

    /// <summary>A command that stands alone, with no document around it.</summary>
    public static CompiledCommand Compile(FenceCommand command) => Compile(command, new CompileScope());

    /// <param name="scope">What the commands above have settled; takes in what this one settles.</param>
    public static CompiledCommand Compile(FenceCommand command, CompileScope scope)
    {
        if (command.Statement is not { } statement) return CompiledCommand.Manual("This is an instruction for a person.", Risk.Change);
        if (statement is Pipeline pipeline && pipeline.Commands.Sum(c => c.Words.Count) > MostWords)
            return CompiledCommand.Manual($"This command is yours to run: it has more than {MostWords:N0} words, which nobody has read one by one.", CommandRisk.Guess(command.Source));
        var context = new CommandContext(command.Line, scope);
        var risk = CommandRisk.Of(statement, command.Source);
        var result = QueryCompiler.Compile(command, context, risk) is { } query ? query : command.Session is { } session
            ? CompiledCommand.Manual($"This command is yours to run: it is typed in the session that {Opener(session)} opened.", risk)
            : PromQlCompiler.Compile(statement, context) is { } promQl ? promQl
            : statement is Query or Unparsed ? CompiledCommand.Manual(Reason(statement), risk)
            : Compiled(StatementCompiler.Compile(statement, new(command.Source, statement.Start), context), risk);
        if (result.Interactive) context.Note(DiagnosticSeverity.Info, DiagnosticCodes.Interactive, "This command waits for a person at a terminal; a form that needs none can be run with one click.");
        if (result.Mode == StepMode.Manual) ManualParameters.Take(statement, context.Parameters);
        return result with { Parameters = context.Parameters.In(command.Source), Diagnostics = context.Diagnostics };
    }

    internal static CompiledCommand Compiled(Piece piece, Risk risk)
    {
        if (piece.Action is not { } action) return CompiledCommand.Manual($"This command is yours to run: {piece.Reason}.", risk) with { Interactive = piece.Interactive };
        // what is filled into code counts more than what stands there
        return new(piece.OnHost ? StepMode.Host : StepMode.Native, action, CommandRisk.Greatest([risk, action.Risk]), null)
        {
            Filters = piece.Filters,
            Lookups = piece.Lookups,
            Captures = piece.Captures,
            Interactive = piece.Interactive,
        };
    }

    /// <summary>Why a statement of another language is manual, or what is no statement at all.</summary>
    private static string Reason(Statement statement) => statement switch
    {
        Unparsed { Reason: var reason } when reason.StartsWith("it is", StringComparison.Ordinal) => $"This text is yours to judge: {reason}.",
        Unparsed unparsed => $"This text is yours to judge: no shell would accept it, {unparsed.Reason}.",
        Query { Language: "sql" } => NotYet("a statement of SQL on its own"),
        Query { Language: "redis" } => NotYet("a command of Redis on its own"),
        _ => NotYet("a query of Prometheus on its own"),
    };

    private static string NotYet(string what) => $"This command is yours to run: {what} is not yet understood.";

    private static string Opener(Statement session) =>
        session is Pipeline { Commands: [{ Words: [var program, ..] }, ..] } && program.Constant is { } name ? name : "the command above";
}
