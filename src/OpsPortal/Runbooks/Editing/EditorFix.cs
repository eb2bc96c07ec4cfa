using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Editing;

/// <summary>What the editor offers beside a diagnostic.</summary>
internal static class EditorFix
{
    /// <summary>What the button says; null where there is no certain fix.</summary>
    public static string? TitleOf(Diagnostic diagnostic) => null;

    /// <summary>The mended text; null where the text has moved on.</summary>
    public static string? Apply(string text, Diagnostic diagnostic) => null;
}
