namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>RB1xxx: what is noticed in a single command.</summary>
public static partial class DiagnosticCodes
{
    /// <summary>No shell would accept the line.</summary>
    public const string BrokenCommand = "RB1001";

    /// <summary>A blank behind the backslash at the end of a line.</summary>
    public const string BlankAfterBackslash = "RB1002";

    /// <summary>The program does not know this flag.</summary>
    public const string UnknownFlag = "RB1101";

    /// <summary>The flag exists, but is not yet carried out natively.</summary>
    public const string UnsupportedFlag = "RB1102";

    /// <summary>A flag's value is missing.</summary>
    public const string MissingValue = "RB1103";

    /// <summary>A long flag with one dash, or a dash that a word processor made.</summary>
    public const string MistypedFlag = "RB1104";

    /// <summary>A flag's value is none that the program takes.</summary>
    public const string InvalidValue = "RB1105";

    /// <summary>The program would refuse these arguments.</summary>
    public const string InvalidArguments = "RB1106";

    /// <summary><c>kubectl exec pod command</c> without <c>--</c>, which kubectl no longer accepts.</summary>
    public const string ExecWithoutDashes = "RB1107";

    /// <summary><c>${X:-$Y}</c>: the parameter is asked for; a default that has to be found itself is not offered.</summary>
    public const string DefaultNotOffered = "RB1108";

    /// <summary>A command in the background runs in the foreground.</summary>
    public const string Foreground = "RB1220";

    /// <summary>A variable that is set for one command only is not used by what runs natively.</summary>
    public const string VariableNotUsed = "RB1221";

    /// <summary>Objects are described by a file behind an address, which may be another one tomorrow.</summary>
    public const string ManifestFromAddress = "RB1110";

    /// <summary>A command of psql's own (<c>\!</c>, <c>\copy</c>) that is not carried out.</summary>
    public const string UnsupportedPsqlCommand = "RB1140";

    /// <summary>The command line holds a password.</summary>
    public const string PasswordInCommand = "RB1141";

    /// <summary>The command wants a person at a terminal.</summary>
    public const string Interactive = "RB1201";

    /// <summary>An address holds what has to be encoded; it is sent encoded.</summary>
    public const string AddressNotEncoded = "RB1160";

    /// <summary>The body says it is JSON and is none.</summary>
    public const string BrokenJsonBody = "RB1161";

    /// <summary>Any certificate is accepted (<c>-k</c>).</summary>
    public const string AnyCertificate = "RB1162";
}
