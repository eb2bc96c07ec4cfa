using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Flow;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>
/// A pipeline: its first command is the action, those behind it filter what the action prints, or are actions that take it as their input.
/// </summary>
internal sealed class PipelineCompiler
{
    private readonly CommandContext context;
    private readonly SourceText source;

    /// <summary>Finished stages; the one that is being built stands in <see cref="action"/> and <see cref="filters"/>.</summary>
    private readonly List<FlowPart> stages = [];
    private StepAction? action;
    private List<TextFilter> filters = [];
    private string? reason;
    private bool host;
    private bool interactive;

    private PipelineCompiler(SourceText source, CommandContext context) => (this.source, this.context) = (source, context);

    public static Piece Compile(Pipeline pipeline, SourceText source, CommandContext context)
    {
        if (pipeline.Commands is [{ Words: [] or [{ Constant: "export" or "declare" or "local" or "readonly" or "typeset" }, ..] } only] && (only.Assignments.Count > 0 || only.Words.Count > 0))
            return AssignmentCompiler.Compile(only, context);
        var outer = context.BeginPart();
        var compiler = new PipelineCompiler(source, context);
        foreach (var command in pipeline.Commands)
            if (!compiler.Add(command)) break;
        return compiler.Finish(context.EndPart(outer), pipeline.Negated);
    }

    /// <summary>A pipeline with a loop or a group in it, or one of these with redirections.</summary>
    public static Piece Compile(Compound compound, SourceText source, CommandContext context)
    {
        var outer = context.BeginPart();
        var compiler = new PipelineCompiler(source, context);
        foreach (var element in compound.Keyword == "|" ? compound.Body : [compound])
            if (!(element is Pipeline { Commands: [var command] } ? compiler.Add(command) : compiler.Add((Compound)element))) break;
        if (compound.Keyword == "|" && compiler.reason is null) compiler.Redirect(compound.Redirections);
        return compiler.Finish(context.EndPart(outer), negated: false);
    }

    private Piece Finish(List<Lookup> lookups, bool negated)
    {
        if (reason is null && action is null) reason = "it does nothing";
        if (reason is not null) return Piece.Manual(reason) with { Interactive = interactive };
        var whole = stages.Count == 0 ? action! : new FlowPipe([.. stages, new FlowPart(action!)]);
        var piece = new Piece(whole, null) { Filters = filters, Lookups = lookups, OnHost = host || lookups.Any(l => l.OnHost) };
        return negated ? new Piece(new FlowSequence([piece.Part() with { Negated = true, Lookups = [] }]), null) { Lookups = lookups, OnHost = piece.OnHost } : piece;
    }

    private bool Add(SimpleCommand command)
    {
        if (command.Words.Count == 0) return command.Assignments.Count > 0 ? No("a variable that is set inside a pipeline is gone behind it") : AddBare(command);
        if (WordReader.Words(command.Words, context, out var unknown) is not { } read) return No(unknown!, WaitsForPerson(command));
        List<string> words = [.. read.Select(w => context.Parameters.Take(w))];
        if (words.Count == 0) return No("an empty command in a pipeline is not understood");
        if (!Input(command.Redirections)) return false;
        var written = source.Slice(command.Start, command.End);
        var done = action is not null && (words[0] == "xargs" ? Xargs(words) : Filter(words, command, written))
            || reason is null && (action is null && FilterOfFile(words, written) || reason is null && Stage(words, command));
        return done && Redirect(command.Redirections);
    }

    private bool Add(Compound compound)
    {
        if (!Input(compound.Redirections)) return false;
        Piece piece;
        if (action is not null && ReadLoop.Of(compound) is { } loop)
        {
            var from = Source();
            (action, filters) = (null, []);
            piece = loop.Compile(from, source, context);
        }
        else piece = CompoundCompiler.Bare(compound, source, context);
        if (piece.Action is null) return No(piece.Reason!, piece.Interactive);
        Begin(piece.Action, piece.OnHost);
        filters.AddRange(piece.Filters);
        foreach (var lookup in piece.Lookups) context.Add(lookup);
        return Redirect(compound.Redirections);
    }

    /// <summary><c>&lt; file</c> or <c>&gt; file</c> without a command.</summary>
    private bool AddBare(SimpleCommand command)
    {
        if (!Input(command.Redirections)) return false;
        if (action is null) Begin(new ValueText("") { Unended = true }, onHost: false);
        return Redirect(command.Redirections);
    }

    /// <summary>All that was built so far as one part that prints.</summary>
    private FlowPart Source()
    {
        if (stages.Count == 0) return new FlowPart(action!) { Filters = filters };
        var whole = new FlowPart(new FlowPipe([.. stages, new FlowPart(action!)])) { Filters = filters };
        stages.Clear();
        return whole;
    }

    /// <summary>An action that is given what was built so far as its input.</summary>
    private void Begin(StepAction next, bool onHost)
    {
        if (action is not null) stages.Add(new FlowPart(action) { Filters = filters });
        (action, filters) = (next, []);
        host |= onHost;
    }

    private bool Input(IReadOnlyList<Redirection> redirections)
    {
        if (RedirectionCompiler.Input(redirections, context, out var refused) is { } given)
        {
            if (action is not null) return No("it is given its input twice");
            Begin(given.Action!, given.OnHost);
            filters.AddRange(given.Filters);
            return true;
        }
        return refused is null || No(refused);
    }

    private bool Redirect(IReadOnlyList<Redirection> redirections)
    {
        if (RedirectionCompiler.Output(redirections, context, out var refused) is not { } more) return No(refused!);
        filters.AddRange(more);
        return true;
    }

    /// <summary>A program that filters what it is given; false without a reason where it is none.</summary>
    private bool Filter(List<string> words, SimpleCommand command, string written)
    {
        if (words is ["cat"] or ["cat", "-"]) return true;
        if (FilterRegistry.Find(words[0]) is not { } compiler) return false;
        // openssl is a filter, and a client too
        if (compiler.Compile(written, words[1..], out var refused) is not { } filter) return !ProgramRegistry.Knows(words[0]) && No(refused!);
        filters.Add(filter);
        return true;
    }

    /// <summary><c>grep ERROR app.log</c>: a filter that is given a file's name instead of lines.</summary>
    private bool FilterOfFile(List<string> words, string written)
    {
        if (words.Count < 2 || words[^1] is ['-', ..] || words[0] == "tail" && words.Any(w => w is "-f" or "-F" or "--follow") || FilterRegistry.Find(words[0]) is not { } compiler) return false;
        if (compiler.Compile(written, words[1..], out _) is not null || compiler.Compile(written, words[1..^1], out _) is not { } filter) return false;
        Begin(new FileRead([words[^1]]), onHost: false);
        filters.Add(filter);
        return true;
    }

    private bool Xargs(List<string> words)
    {
        var from = Source();
        (action, filters) = (null, []);
        var piece = XargsCompiler.Compile(words, from, context);
        if (piece.Action is null) return No(piece.Reason!);
        Begin(piece.Action, piece.OnHost);
        return true;
    }

    private bool Stage(List<string> words, SimpleCommand command)
    {
        if (action is null && FilterRegistry.Find(words[0])?.Compile("", words[1..], out _) is not null && Builtins.Find(words[0]) is null && !ProgramRegistry.Knows(words[0]))
            return No($"{words[0]} waits for lines that nobody gives it");
        if (action is not null && Builtins.Find(words[0]) is null && ProgramRegistry.Find(words[0]) is null)
            return No($"the filter {ParameterText.Display(words[0])} is not yet understood");
        var outside = context.HasInput;
        context.HasInput = action is not null;
        var piece = ProgramCompiler.Compile(words, command, context);
        context.HasInput = outside;
        interactive |= piece.Interactive;
        if (piece.Action is null) return No(piece.Reason!, WaitsForPerson(command));
        Begin(piece.Action, piece.OnHost);
        filters.AddRange(piece.Filters);
        return true;
    }

    private bool No(string why, bool atTerminal = false)
    {
        reason ??= why;
        interactive |= atTerminal;
        return false;
    }

    private static bool WaitsForPerson(SimpleCommand command)
    {
        List<string> words = [.. command.Words.Select(WordText.AsWritten)];
        return command.Redirections.All(r => r.Operator is ">&" || r.Descriptor == 2) && (Terminals.Opened(words) is not null || Terminals.TakesScreen(words));
    }
}
