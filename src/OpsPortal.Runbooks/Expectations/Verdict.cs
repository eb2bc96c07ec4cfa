namespace OpsPortal.Runbooks.Expectations;

/// <summary>Whether a step's result is what the runbook says to expect.</summary>
/// <param name="Text">One plain sentence: what was compared and how it came out ("12 is not below 10").</param>
/// <param name="Evidence">The lines that decided; empty where none did.</param>
public sealed record Verdict(VerdictKind Kind, string Text, IReadOnlyList<Evidence> Evidence)
{
    internal static Verdict Met(string text, params IEnumerable<SubjectLine> lines) => Of(VerdictKind.Met, text, lines);
    internal static Verdict NotMet(string text, params IEnumerable<SubjectLine> lines) => Of(VerdictKind.NotMet, text, lines);

    /// <summary>A person has to look; the text says why.</summary>
    internal static Verdict Judge(string text, params IEnumerable<SubjectLine> lines) => Of(VerdictKind.Judge, text, lines);

    private const int MostLines = 10;

    private static Verdict Of(VerdictKind kind, string text, IEnumerable<SubjectLine> lines) =>
        new(kind, text, [.. lines.Take(MostLines).Select(l => new Evidence(l.Number, Brief.Of(l.Text.Trim(), 300)))]);
}

/// <summary>Green, red, or a person's own judgement. Nothing is green that is not certain.</summary>
public enum VerdictKind { Met, NotMet, Judge }

/// <param name="Line">Number of the output line, as the subject numbers it.</param>
public sealed record Evidence(int Line, string Text);
