namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>All codes. A code is never given to another meaning; each has a page in docs/diagnostics.
/// RB0 the document, RB1 its commands, RB2 secrets in the text.</summary>
public static partial class DiagnosticCodes
{
    public const string TooLarge = "RB0001";
    public const string Binary = "RB0002";
    public const string InvalidCharacters = "RB0003";
    public const string ReservedCharacters = "RB0004";
    public const string NestedTooDeeply = "RB0005";
    public const string UnclosedFence = "RB0006";
    public const string NoHeading = "RB0007";
    public const string NoSteps = "RB0008";
    public const string UnknownDuration = "RB0009";
}
