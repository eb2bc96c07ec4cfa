using OpsPortal.Checks.Judging;
using OpsPortal.Frame;

namespace OpsPortal.Checks;

/// <summary>How a check's state looks: icon, word and tone always together.</summary>
public static class CheckLook
{
    public static StateLook Of(CheckState state) => state switch
    {
        CheckState.Passing => new("ok", "passing", "ok"),
        CheckState.Warning => new("warning", "warning", "waiting"),
        CheckState.Failing => new("failed", "failing", "failed"),
        CheckState.Paused => new("waiting", "paused", "quiet"),
        _ => new("unknown", "unknown", "unknown"),
    };

    public static StateLook Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new("ok", "passed", "ok"),
        CheckOutcome.Warned => new("warning", "acceptable", "waiting"),
        CheckOutcome.Failed => new("failed", "failed", "failed"),
        _ => new("unknown", "unknown", "unknown"),
    };
}
