using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Host;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A pipeline: its first command is the action, those behind it filter what the action prints.</summary>
internal static class PipelineCompiler
{
    public static CompiledCommand Compile(Pipeline pipeline, string source, CommandContext context, Risk risk)
    {
        var first = pipeline.Commands[0];
        if (first.Words.Count == 0)
            return first.Assignments is [var assignment, ..]
                ? Manual($"it gives {assignment.Name} a value, and variables are not yet understood", risk)
                : Manual("it only redirects, which is not yet understood", risk);
        if (pipeline.Negated) return Manual("! in front of a command is not yet understood", risk);
        if (Arguments(first, context, out var reason) is not { } words) return Manual(reason!, risk) with { Interactive = WaitsForPerson(first) };
        var program = words[0];
        var verdict = ProgramRegistry.Find(program).Compile(new(program, words[1..], context) { Patterns = PatternReader.Of(first, context.Parameters) });
        if (verdict.Action is not { } action) return Manual(verdict.Reason!, risk) with { Interactive = verdict.Interactive };
        List<TextFilter> filters = [];
        foreach (var command in pipeline.Commands.Skip(1))
        {
            if (Filter(command, Slice(source, command.Start - pipeline.Start, command.End - pipeline.Start), context, out reason) is not { } filter) return Manual(reason!, risk);
            filters.Add(filter);
        }
        // what is filled into code counts more than what stands there
        return new(verdict.OnHost ? StepMode.Host : StepMode.Native, action, CommandRisk.Greatest([risk, action.Risk]), null) { Filters = filters };
    }

    // a command may come from elsewhere than the fence reader, with a source of its own
    private static string Slice(string source, int start, int end) => source[Math.Clamp(start, 0, source.Length)..Math.Clamp(end, Math.Clamp(start, 0, source.Length), source.Length)];

    private static TextFilter? Filter(SimpleCommand command, string source, CommandContext context, out string? reason)
    {
        if (Arguments(command, context, out reason) is not { } words) return null;
        if (FilterRegistry.Find(words[0]) is not { } compiler)
        {
            reason = $"the filter {Shown(words[0])} is not yet understood";
            return null;
        }
        return compiler.Compile(source, [.. words[1..].Select(w => context.Parameters.Take(w))], out reason);
    }

    /// <summary>Program and arguments as texts; null with the reason where a redirection, an assignment or an expansion stands in the way.</summary>
    private static List<string>? Arguments(SimpleCommand command, CommandContext context, out string? reason)
    {
        reason = command.Assignments is [var assignment, ..] ? $"setting {assignment.Name} for one command is not yet understood"
            : command.Redirections.FirstOrDefault(r => !IsHarmless(r)) is { } redirection ? Redirected(redirection) : null;
        if (reason is not null) return null;
        if (command.Words.Count == 0)
        {
            reason = "an empty command in a pipeline is not understood";
            return null;
        }
        List<string> words = [];
        foreach (var word in command.Words)
        {
            if (WordReader.Read(word, out var unknown) is not { } text)
            {
                reason = $"{unknown} is not yet understood";
                return null;
            }
            if (WordReader.WithDefault(word) is { } variable)
                context.Note(DiagnosticSeverity.Info, DiagnosticCodes.DefaultNotOffered, $"The default in ${{{variable.Name}{variable.Operation}}} is not offered; whoever runs the step is asked for {variable.Name}.");
            words.Add(context.Parameters.Take(text));
        }
        return words;
    }

    /// <summary>
    /// Errors sent after the output or to nowhere: an execution shows both streams in the order in which they come,
    /// so <c>2&gt;&amp;1</c> is how it is anyway, and to hide errors would only hide what went wrong.
    /// </summary>
    private static bool IsHarmless(Redirection redirection) => redirection switch
    {
        { Operator: ">&", Descriptor: 2 } => redirection.Target.Constant == "1",
        { Operator: ">" or ">>", Descriptor: 2 } => redirection.Target.Constant == "/dev/null",
        _ => false,
    };

    private static string Redirected(Redirection redirection) => redirection.Operator switch
    {
        "<<" or "<<-" => "a here-document as input is not yet understood",
        "<<<" => "a here-string as input is not yet understood",
        "<" or "<&" or "<>" => $"input from a file ({Shown(redirection.Target)}) is not yet understood",
        _ => $"output to a file ({Shown(redirection.Target)}) is not yet understood",
    };

    private static bool WaitsForPerson(SimpleCommand command)
    {
        List<string> words = [.. command.Words.Select(WordText.AsWritten)];
        return command.Redirections.All(IsHarmless) && (Terminals.Opened(words) is not null || Terminals.TakesScreen(words));
    }

    private static string Shown(string program) => ParameterText.Display(program.Length > 60 ? program[..60] + "…" : program);

    private static string Shown(Word word) => Shown(WordText.AsWritten(word));

    private static CompiledCommand Manual(string reason, Risk risk) => CompiledCommand.Manual($"This command is yours to run: {reason}.", risk);
}
