using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>The steps of a runbook, compiled in the order of the document.</summary>
internal sealed class StepBook
{
    private const string ForHands = "A step for your hands.";

    private readonly List<Step> steps = [];
    private readonly StepIds ids = new();
    private readonly ParameterSet parameters = new();
    private readonly CompileScope scope = new();
    private readonly Dictionary<string, Statement> statements = [];

    public IReadOnlyList<Step> All => steps;
    public IReadOnlyList<Parameter> Parameters => parameters.All;

    /// <summary>The command of a step as it was parsed; null for a step of words.</summary>
    public Statement? StatementOf(Step step) => statements.GetValueOrDefault(step.Id);

    /// <param name="title">What the document says about it besides a comment of its own.</param>
    public StepPlace Add(FenceCommand command, string sectionId, string? title)
    {
        var compiled = command.Statement is null
            ? CompiledCommand.Manual(ForHands, ManualRisk.Of(command.Source))
            : CommandCompiler.Compile(command, scope);
        foreach (var parameter in compiled.Parameters) parameters.Add(parameter);
        var id = ids.Of(sectionId, command.Source);
        if (command.Statement is { } statement) statements.Add(id, statement);
        return Add(new Step
        {
            Id = id,
            SectionId = sectionId,
            Line = command.Line,
            Title = StepTitle.Of(command.Title ?? title ?? Sentence(compiled) ?? command.Source),
            Source = command.Source,
            Mode = compiled.Mode,
            Action = compiled.Action,
            Risk = compiled.Risk,
            Interactive = compiled.Interactive,
            Live = compiled.Action?.Live ?? false,
            Parameters = [.. compiled.Parameters.Select(p => p.Name).Distinct()],
            Filters = compiled.Filters,
            Lookups = compiled.Lookups,
            Captures = compiled.Captures,
            Expectation = command.Expectation,
            WaitAfter = command.WaitAfter,
            ManualReason = compiled.ManualReason,
            Diagnostics = [.. command.Diagnostics, .. compiled.Diagnostics],
        });
    }

    private static string? Sentence(CompiledCommand command) =>
        command is { Captures: { } name, Action: { } action and not ValueSet } ? $"{action.Sentence}, as {name}" : command.Action?.Sentence;

    /// <summary>A step that the document describes in words.</summary>
    public StepPlace Add(string title, string sentence, int line, string sectionId) => Add(new Step
    {
        Id = ids.Of(sectionId, sentence),
        SectionId = sectionId,
        Line = line,
        Title = StepTitle.Of(title),
        Source = sentence,
        Mode = StepMode.Manual,
        Risk = ManualRisk.Of(sentence),
        ManualReason = ForHands,
    });

    /// <summary>Gives the last step of the section what to expect; false where there is no such step, or it already knows.</summary>
    public bool Expect(string sectionId, Expectation expectation)
    {
        if (steps is not [.., { Expectation: null } last] || last.SectionId != sectionId || last.ManualReason == ForHands) return false;
        steps[^1] = last with { Expectation = expectation };
        return true;
    }

    private StepPlace Add(Step step)
    {
        steps.Add(step);
        return new(step.Line, step.Id);
    }
}
