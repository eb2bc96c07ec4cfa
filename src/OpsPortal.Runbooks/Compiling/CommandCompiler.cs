using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Compiling.Web;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>From one fence command to an action, by the compiler that the program's name finds in the registry. Total: what is not understood is manual.</summary>
public static class CommandCompiler
{
    public static CompiledCommand Compile(FenceCommand command)
    {
        if (command.Statement is not { } statement) return CompiledCommand.Manual("This is an instruction for a person.", Risk.Change);
        var context = new CommandContext(command.Line);
        var risk = CommandRisk.Of(statement, command.Source);
        var result = command.Session is { } session
            ? CompiledCommand.Manual($"This command is yours to run: it is typed in the session that {Opener(session)} opened.", risk)
            : PromQlCompiler.Compile(statement, context) is { } promQl ? promQl
            : statement is Pipeline pipeline ? PipelineCompiler.Compile(pipeline, command.Source, context, risk)
            : CompiledCommand.Manual(Reason(statement), risk);
        if (result.Interactive) context.Note(DiagnosticSeverity.Info, DiagnosticCodes.Interactive, "This command waits for a person at a terminal; a form that needs none can be run with one click.");
        if (result.Mode == StepMode.Manual) ManualParameters.Take(statement, context.Parameters);
        return result with { Parameters = context.Parameters.In(command.Source), Diagnostics = context.Diagnostics };
    }

    /// <summary>Why anything but a pipeline is manual.</summary>
    private static string Reason(Statement statement) => statement switch
    {
        Unparsed unparsed => $"This text is yours to judge: no shell would accept it, {unparsed.Reason}.",
        Query { Language: "sql" } => NotYet("a statement of SQL on its own"),
        Query { Language: "redis" } => NotYet("a command of Redis on its own"),
        Query => NotYet("a query of Prometheus on its own"),
        Sequence { Background: true } => NotYet("a command in the background (&)"),
        Sequence sequence => NotYet($"several commands in a row ({sequence.Parts[^1].Operator})"),
        Compound { Keyword: "for" or "while" or "until" or "select" } loop => NotYet($"a loop ({loop.Keyword})"),
        Compound { Keyword: "if" or "case" } condition => NotYet($"a condition ({condition.Keyword})"),
        Compound { Keyword: "function" } => NotYet("a function"),
        _ => NotYet("a group of commands"),
    };

    private static string NotYet(string what) => $"This command is yours to run: {what} is not yet understood.";

    private static string Opener(Statement session) =>
        session is Pipeline { Commands: [{ Words: [var program, ..] }, ..] } && program.Constant is { } name ? name : "the command above";
}
