using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Host;

/// <summary>A program of a host, run as an argument vector where an administrator allowed it. No shell is put in between.</summary>
public sealed record HostRun : StepAction
{
    /// <summary>Of a command in a sentence, in characters.</summary>
    private const int LongestLine = 100;

    /// <summary>As written: a name (<c>ls</c>) or a path (<c>./scripts/check.sh</c>).</summary>
    public required string Program { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Set for this program only (<c>NAME=value program</c>).</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Arguments that a shell would replace by the files that match.</summary>
    public IReadOnlyList<ArgumentPattern> Patterns { get; init; } = [];

    /// <summary>Goes on until it is stopped (<c>journalctl -f</c>).</summary>
    public bool Endless { get; init; }

    /// <summary>What the program can do, as the compiler judged it.</summary>
    public Risk InnerRisk { get; init; } = Risk.Change;

    public override string Name => "host.run";
    public override Risk Risk => InnerRisk;
    public override bool Live => Endless;
    public override StepTarget? Target => new(null, "program", Program);
    public override string Sentence
    {
        get
        {
            var line = ParameterText.Display(string.Join(' ', Arguments.Prepend(Program))).ReplaceLineEndings(" ");
            return $"Run {(line.Length > LongestLine ? line[..LongestLine] + "…" : line)}";
        }
    }
}

/// <summary>An argument that is a pattern for names of files.</summary>
/// <param name="Argument">Its index.</param>
/// <param name="Pieces">In turns text that means itself (which may hold places) and pattern (<c>*</c>, <c>?</c>, <c>[…]</c>), beginning with text.
/// So a value that holds a star stays a value.</param>
public sealed record ArgumentPattern(int Argument, IReadOnlyList<string> Pieces);
