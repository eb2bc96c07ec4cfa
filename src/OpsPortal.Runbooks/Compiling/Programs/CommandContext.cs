using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Programs;

/// <summary>What is gathered while one command is compiled.</summary>
internal sealed class CommandContext(int line)
{
    public ParameterCollector Parameters { get; } = new();
    public List<Diagnostic> Diagnostics { get; } = [];

    public void Note(DiagnosticSeverity severity, string code, string message) => Diagnostics.Add(new(severity, code, message, line));
}

/// <summary>A program and its arguments, as texts with places.</summary>
internal sealed record Invocation(string Program, IReadOnlyList<string> Arguments, CommandContext Context)
{
    /// <summary>Arguments that a shell would replace by names of files.</summary>
    public IReadOnlyList<ArgumentPattern> Patterns { get; init; } = [];

    /// <summary>The command whose program stands at <paramref name="at"/> among the arguments.</summary>
    public Invocation Inner(int at) => new(Arguments[at], [.. Arguments.Skip(at + 1)], Context)
    {
        Patterns = [.. Patterns.Where(p => p.Argument > at).Select(p => p with { Argument = p.Argument - at - 1 })],
    };
}

/// <summary>What a compiler made of an invocation: an action, or the reason why a person has to run it.</summary>
internal sealed record Verdict(Actions.StepAction? Action, string? Reason)
{
    public bool Interactive { get; init; }

    /// <summary>Runs as a program of a host, where an administrator allowed it.</summary>
    public bool OnHost { get; init; }

    public static Verdict Native(Actions.StepAction action) => new(action, null);

    /// <param name="reason">Without full stop; follows "This command is yours to run: ".</param>
    public static Verdict Manual(string reason) => new(null, reason);
}

/// <summary>Compiles the invocations of one program.</summary>
internal interface IProgramCompiler
{
    IReadOnlyList<string> Programs { get; }

    Verdict Compile(Invocation invocation);
}

/// <summary>A client program that may speak to a server which the environment knows, even where the command runs it in a container.</summary>
internal interface IContainedProgramCompiler : IProgramCompiler
{
    /// <param name="inside">What runs the program in the container as it is written; done where the environment binds no server to it.</param>
    /// <returns>Null where it has to run in the container anyway.</returns>
    Verdict? CompileInside(Invocation invocation, Actions.StepAction inside);
}
