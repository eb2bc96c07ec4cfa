namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>RB30xx: commands that a server or program of today refuses, or that do more than is likely meant.</summary>
public static partial class DiagnosticCodes
{
    public const string RemovedResource = "RB3001";
    public const string RemovedApiVersion = "RB3002";
    public const string RemovedFlag = "RB3003";
    public const string InvalidPatch = "RB3004";
    public const string ShortLogs = "RB3005";
    public const string ForcedDeletion = "RB3006";
    public const string BroadDeletion = "RB3007";
    public const string MissingNamespace = "RB3008";
    public const string MovingTag = "RB3009";
    public const string RenamedColumn = "RB3020";
    public const string RenamedFunction = "RB3021";
    public const string DatabaseAsTable = "RB3022";
    public const string NoWhere = "RB3023";
    public const string LocksTable = "RB3024";
    public const string LocksForIndex = "RB3025";
    public const string HistogramWithoutRate = "RB3030";
    public const string RateWithoutRange = "RB3031";
    public const string RedisKeys = "RB3040";
    public const string ComposeV1 = "RB3050";
    public const string InsecureTls = "RB3060";
    public const string UnquotedUrl = "RB3061";
    public const string UnencodedQuery = "RB3062";
    public const string UnquotedJson = "RB3063";
    public const string BroadRemoval = "RB3064";
    public const string ForeignPort = "RB3065";
}
