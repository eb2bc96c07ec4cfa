using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace OpsPortal.Frame;

/// <summary>Two texts side by side, with what is the same left out but for some lines around each change.</summary>
public static class TextDiff
{
    private const int Around = 3;

    public static IReadOnlyList<DiffRow> Of(string before, string after)
    {
        var model = new SideBySideDiffBuilder(new Differ()).BuildDiffModel(before, after);
        var (old, now) = (model.OldText.Lines, model.NewText.Lines);
        var near = new bool[old.Count];
        for (var i = 0; i < old.Count; i++)
            if (old[i].Type != ChangeType.Unchanged || now[i].Type != ChangeType.Unchanged)
                for (var j = Math.Max(0, i - Around); j <= Math.Min(old.Count - 1, i + Around); j++) near[j] = true;
        List<DiffRow> rows = [];
        for (var i = 0; i < old.Count; i++)
            if (near[i]) rows.Add(new(Side(old[i]), Side(now[i]), 0));
            else if (rows is [.., { Skipped: > 0 } gap]) rows[^1] = gap with { Skipped = gap.Skipped + 1 };
            else rows.Add(new(null, null, 1));
        return rows;
    }

    private static DiffSide? Side(DiffPiece piece) => piece.Type == ChangeType.Imaginary ? null : new(
        piece.Position ?? 0, piece.Type switch { ChangeType.Unchanged => DiffKind.Same, ChangeType.Inserted => DiffKind.Added, ChangeType.Deleted => DiffKind.Removed, _ => DiffKind.Changed },
        piece.Type == ChangeType.Modified
            ? [.. piece.SubPieces.Where(p => p.Type != ChangeType.Imaginary).Select(p => new DiffPart(p.Text ?? "", p.Type != ChangeType.Unchanged))]
            : [new(piece.Text ?? "", false)]);
}

/// <summary>A row of a diff, or a gap of <paramref name="Skipped"/> equal lines.</summary>
public sealed record DiffRow(DiffSide? Before, DiffSide? After, int Skipped);

public sealed record DiffSide(int Line, DiffKind Kind, IReadOnlyList<DiffPart> Parts);

public sealed record DiffPart(string Text, bool Changed);

public enum DiffKind { Same, Added, Removed, Changed }
