namespace OpsPortal.Runbooks.Diagnostics;

public static partial class DiagnosticCodes
{
    public const string AccessKey = "RB2001";
    public const string PrivateKey = "RB2002";
    public const string PasswordInAddress = "RB2003";
}
