using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Showing;

/// <summary>Colour is never the only sign; these need no font of their own.</summary>
internal static class StateSign
{
    public static string Of(ComponentState state) => state switch
    {
        ComponentState.Operational => "✓",
        ComponentState.UnderMaintenance => "⚙",
        ComponentState.DegradedPerformance => "▲",
        ComponentState.PartialOutage => "◐",
        _ => "✕",
    };
}
