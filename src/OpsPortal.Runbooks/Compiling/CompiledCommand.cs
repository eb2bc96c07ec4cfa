using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>What a command turned out to be.</summary>
public sealed record CompiledCommand(StepMode Mode, StepAction? Action, Risk Risk, string? ManualReason)
{
    public bool Interactive { get; init; }
    public IReadOnlyList<TextFilter> Filters { get; init; } = [];

    /// <summary>See <see cref="Step.Lookups"/>.</summary>
    public IReadOnlyList<Lookup> Lookups { get; init; } = [];

    /// <summary>See <see cref="Step.Captures"/>.</summary>
    public string? Captures { get; init; }

    /// <summary>Kind of each parameter that it names (see <see cref="Parameter"/>), in order of appearance.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    public static CompiledCommand Manual(string reason, Risk risk) => new(StepMode.Manual, null, risk, reason);
}
