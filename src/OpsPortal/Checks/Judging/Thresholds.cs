using System.Globalization;

namespace OpsPortal.Checks.Judging;

/// <summary>What a value should be and what it may be: <c>&lt; 200</c> is the target, <c>&lt; 500</c> acceptable.</summary>
/// <param name="Comparison">How the value compares where all is well: <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>=</c>.</param>
/// <param name="Acceptable">Beyond the target and not beyond this it warns; null knows no such range.</param>
/// <param name="Unit">For people.</param>
public sealed record Thresholds(string? Comparison, double? Target, double? Acceptable = null, string? Unit = null)
{
    public static Thresholds None { get; } = new(null, null);
    public static IReadOnlyList<string> Comparisons { get; } = ["<", "<=", ">", ">=", "="];

    public CheckOutcome Judge(double value)
    {
        if (Comparison is null || Target is not { } target) return CheckOutcome.Passed;
        if (Holds(value, target)) return CheckOutcome.Passed;
        return Acceptable is { } acceptable && Holds(value, acceptable) ? CheckOutcome.Warned : CheckOutcome.Failed;
    }

    /// <summary>The value that is furthest from well.</summary>
    public double Worst(IReadOnlyCollection<double> values) => Comparison switch
    {
        ">" or ">=" => values.Min(),
        "=" when Target is { } target => values.MaxBy(v => Math.Abs(v - target)),
        _ => values.Max(),
    };

    /// <summary>"340 ms, more than the target of 200 ms".</summary>
    public string Sentence(double value) => Judge(value) switch
    {
        CheckOutcome.Warned => $"{Text(value)}, {Beyond} the target of {Text(Target!.Value)}, still acceptable",
        CheckOutcome.Failed => $"{Text(value)}, {Beyond} {(Acceptable is { } acceptable ? $"the {Text(acceptable)} that are acceptable" : $"the target of {Text(Target!.Value)}")}",
        _ => Text(value),
    };

    /// <summary>"&lt; 200 ms, acceptable &lt; 500 ms".</summary>
    public string? Shown => Comparison is null || Target is null ? null
        : $"{Comparison} {Text(Target.Value)}{(Acceptable is { } acceptable ? $", acceptable {Comparison} {Text(acceptable)}" : "")}";

    /// <summary>With its unit, as far as three digits mean something.</summary>
    public string Text(double value) => Number(value) + (Unit is null or "" ? "" : Unit == "%" ? "%" : $" {Unit}");

    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        0 => "0",
        < 0.001 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private string Beyond => Comparison switch { ">" or ">=" => "less than", "=" => "not", _ => "more than" };

    private bool Holds(double value, double bound) => Comparison switch
    {
        "<" => value < bound,
        "<=" => value <= bound,
        ">" => value > bound,
        ">=" => value >= bound,
        // written with a few digits by people
        _ => Math.Abs(value - bound) <= Math.Abs(bound) * 1e-9,
    };

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public string? Wrong => (Comparison, Target, Acceptable) switch
    {
        ({ } c, _, _) when !Comparisons.Contains(c) => $"\"{c}\" is no comparison; use one of {string.Join(" ", Comparisons)}.",
        (null, { }, _) or (null, _, { }) => "Say how the value should compare with the target: <, <=, >, >= or =.",
        ({ }, null, { }) => "Give the target; what is acceptable comes on top of it.",
        ("<" or "<=", { } t, { } a) when a < t => $"With {Comparison}, what is acceptable lies above the target of {Number(t)}.",
        (">" or ">=", { } t, { } a) when a > t => $"With {Comparison}, what is acceptable lies below the target of {Number(t)}.",
        (_, { } t, _) when !double.IsFinite(t) => "The target is no number.",
        (_, _, { } a) when !double.IsFinite(a) => "What is acceptable is no number.",
        _ => null,
    };
}
