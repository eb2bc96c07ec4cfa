using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Targets.Previews;

/// <summary>
/// What a change found and what it left: kept with its execution. An action keeps one before its first side effect (so that it survives the
/// worker), and again, whole, once it knows what came of it.
/// </summary>
/// <param name="Changes">What it changed, for people; secrets masked.</param>
public sealed record ChangeRecord(IReadOnlyList<ObjectChange> Changes)
{
    /// <summary>
    /// Does the reverse: an action like any other, previewed and confirmed. May hold secrets (what stood in a Secret before), so it is stored encrypted.
    /// Null where there is no way back.
    /// </summary>
    public StepAction? Revert { get; init; }

    /// <summary>What <see cref="Revert"/> does, or why there is none.</summary>
    public required Reversal Reversal { get; init; }
}
