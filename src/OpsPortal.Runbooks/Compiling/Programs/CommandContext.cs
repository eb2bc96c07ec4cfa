using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Compiling.Flow;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Programs;

/// <summary>What is gathered while one command is compiled.</summary>
internal sealed class CommandContext
{
    /// <summary>Parts in all loops and sequences of one command; what unrolls to more is no runbook.</summary>
    private const int MostParts = 400;

    private readonly Dictionary<string, int> places = [];
    private List<Lookup> lookups = [];
    private int parts;

    public CommandContext(int line, CompileScope? scope = null)
    {
        Line = line;
        Scope = scope ?? new();
        Parameters = new(Scope);
    }

    public int Line { get; }
    public CompileScope Scope { get; }
    public ParameterCollector Parameters { get; }
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>Variables that the command itself gives values to while it runs.</summary>
    public LocalVariables Locals { get; } = new();

    /// <summary>How deep the flow is nested that is being compiled.</summary>
    public int Depth { get; set; }

    /// <summary>Something is piped or redirected into the program that is being compiled: it waits for nobody at a terminal.</summary>
    public bool HasInput { get; set; }

    /// <summary>The text may hold places already: it was read once before (<c>bash -c "…"</c>).</summary>
    public bool KeepsPlaces { get; set; }

    public void Note(DiagnosticSeverity severity, string code, string message)
    {
        // what stands in a loop is compiled once for every round
        if (!Diagnostics.Any(d => d.Code == code && d.Message == message)) Diagnostics.Add(new(severity, code, message, Line));
    }

    /// <summary>A local place that no other has in this command, e.g. <c>$(date +%F)</c>.</summary>
    public string NewPlace(string written)
    {
        var name = written.Length > 60 ? $"{written[..59]}…" : written;
        name = name.Replace(ParameterText.Open, '<').Replace(ParameterText.Close, '>').Replace('\n', ' ');
        var number = places[name] = places.GetValueOrDefault(name) + 1;
        return number == 1 ? name : NewPlace($"{name} ({number})");
    }

    public void Add(Lookup lookup) => lookups.Add(lookup);

    public int LookupCount => lookups.Count;

    /// <summary>Begins a part whose lookups are its own; returns those of the part around it.</summary>
    public List<Lookup> BeginPart()
    {
        var outer = lookups;
        lookups = [];
        return outer;
    }

    public List<Lookup> EndPart(List<Lookup> outer)
    {
        var own = lookups;
        lookups = outer;
        return own;
    }

    /// <summary>False where there are too many already.</summary>
    public bool CountPart() => ++parts <= MostParts;
}

/// <summary>A program and its arguments, as texts with places.</summary>
internal sealed record Invocation(string Program, IReadOnlyList<string> Arguments, CommandContext Context)
{
    /// <summary>Set for this program only (<c>NAME=value program</c>); values may hold places that are not yet taken as parameters.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The directory that a <c>cd</c> above names; null where there is none.</summary>
    public string? Directory { get; init; }

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
