namespace OpsPortal.Checks.Judging;

/// <summary>What one run came to, from good to bad; unknown is neither. Stored as its number.</summary>
public enum CheckOutcome { Passed, Warned, Failed, Unknown }

/// <summary>
/// When outcomes become a state. It takes several failures among the last few runs to fail, and several good runs in a row to pass
/// again, so that a target that wavers wakes nobody with each turn.
/// </summary>
/// <param name="Bad">Runs that have to be bad …</param>
/// <param name="Within">… of so many.</param>
/// <param name="Good">Runs in a row that have to be good.</param>
public sealed record Damping(int Bad, int Within, int Good)
{
    public const int Most = 20;

    public static Damping Usual { get; } = new(2, 3, 2);

    /// <summary>The state after a run, and the outcomes to remember: those before a change of state count no more.</summary>
    /// <param name="recent">Outcomes since the last change, the newest first.</param>
    public (CheckState State, string Recent) Next(CheckState state, string recent, CheckOutcome outcome)
    {
        recent = Letter(outcome) + recent;
        var most = Math.Max(Within, Good);
        if (recent.Length > most) recent = recent[..most];
        var next = Decide(state, recent, outcome);
        return (next, next == state ? recent : $"{Letter(outcome)}");
    }

    private CheckState Decide(CheckState state, string recent, CheckOutcome outcome)
    {
        // Where nothing is known yet, what is good is believed at once.
        if (state is CheckState.Unknown or CheckState.Paused && outcome == CheckOutcome.Passed) return CheckState.Passing;
        if (state is CheckState.Unknown or CheckState.Paused && outcome == CheckOutcome.Warned) return CheckState.Warning;
        var window = recent.Length > Within ? recent[..Within] : recent;
        if (window.Count(c => c == 'F') >= Bad) return CheckState.Failing;
        if (window.Count(c => c == '?') >= Bad) return CheckState.Unknown;
        var streak = recent.Length >= Good ? recent[..Good] : null;
        return state switch
        {
            CheckState.Failing when streak is not null && streak.All(c => c is 'P' or 'W') => streak.Contains('W') ? CheckState.Warning : CheckState.Passing,
            CheckState.Passing when window.Count(c => c is 'F' or 'W') >= Bad => CheckState.Warning,
            CheckState.Warning when streak is not null && streak.All(c => c == 'P') => CheckState.Passing,
            CheckState.Paused => CheckState.Unknown,
            _ => state,
        };
    }

    public string? Wrong => Bad < 1 || Within < Bad || Within > Most || Good < 1 || Good > Most
        ? $"Flap damping is written as bad runs of so many (1 to {Most}) and good runs in a row (1 to {Most}), e.g. 2 of 3 and 2." : null;

    public static char Letter(CheckOutcome outcome) => outcome switch { CheckOutcome.Passed => 'P', CheckOutcome.Warned => 'W', CheckOutcome.Failed => 'F', _ => '?' };
}

/// <summary>What one run found.</summary>
/// <param name="Value">Null where nothing was measured.</param>
/// <param name="Why">One sentence without its full stop.</param>
public sealed record Finding(CheckOutcome Outcome, double? Value, string Why)
{
    public static Finding Unknown(string why) => new(CheckOutcome.Unknown, null, why.TrimEnd('.'));
    public static Finding Failed(string why, double? value = null) => new(CheckOutcome.Failed, value, why.TrimEnd('.'));
}
