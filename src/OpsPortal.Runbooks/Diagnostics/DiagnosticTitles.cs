using System.Collections.Frozen;

namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>What each code means in a few words: the heading of its page.</summary>
public static class DiagnosticTitles
{
    private static readonly FrozenDictionary<string, string> Titles = new Dictionary<string, string>
    {
        [DiagnosticCodes.TooLarge] = "The document is too large",
        [DiagnosticCodes.Binary] = "The document is not text",
        [DiagnosticCodes.InvalidCharacters] = "Some characters are not valid text",
        [DiagnosticCodes.ReservedCharacters] = "Reserved characters were removed",
        [DiagnosticCodes.NestedTooDeeply] = "Lists or quotes stand too deep in each other",
        [DiagnosticCodes.UnclosedFence] = "A fence is never closed",
        [DiagnosticCodes.NoHeading] = "The document has no heading",
        [DiagnosticCodes.NoSteps] = "There is nothing to do",
        [DiagnosticCodes.UnknownDuration] = "A time is not understood",
        [DiagnosticCodes.BrokenCommand] = "No shell would accept the line",
        [DiagnosticCodes.BlankAfterBackslash] = "A blank follows the backslash",
        [DiagnosticCodes.UnknownFlag] = "The program does not know this flag",
        [DiagnosticCodes.UnsupportedFlag] = "This flag is not carried out",
        [DiagnosticCodes.MissingValue] = "A flag's value is missing",
        [DiagnosticCodes.MistypedFlag] = "A flag is mistyped",
        [DiagnosticCodes.InvalidValue] = "A flag's value is not possible",
        [DiagnosticCodes.InvalidArguments] = "The arguments make no command",
        [DiagnosticCodes.ExecWithoutDashes] = "Exec without --",
        [DiagnosticCodes.DefaultNotOffered] = "A default is not offered",
        [DiagnosticCodes.ManifestFromAddress] = "Objects described behind an address",
        [DiagnosticCodes.UnsupportedPsqlCommand] = "A command of psql that is not carried out",
        [DiagnosticCodes.PasswordInCommand] = "A password in a command",
        [DiagnosticCodes.AddressNotEncoded] = "An address holds what has to be encoded",
        [DiagnosticCodes.BrokenJsonBody] = "The body says it is JSON and is none",
        [DiagnosticCodes.AnyCertificate] = "Any certificate is accepted",
        [DiagnosticCodes.Foreground] = "Runs in the foreground",
        [DiagnosticCodes.VariableNotUsed] = "A variable that is not used",
        [DiagnosticCodes.Interactive] = "The command wants a terminal",
        [DiagnosticCodes.AccessKey] = "An access key stands in the text",
        [DiagnosticCodes.PrivateKey] = "A private key stands in the text",
        [DiagnosticCodes.PasswordInAddress] = "A password stands in an address",
        [DiagnosticCodes.RemovedResource] = "The kind is no longer served",
        [DiagnosticCodes.RemovedApiVersion] = "The API version was removed",
        [DiagnosticCodes.RemovedFlag] = "The flag was removed or is deprecated",
        [DiagnosticCodes.InvalidPatch] = "The patch is incomplete or no JSON",
        [DiagnosticCodes.ShortLogs] = "Only ten lines of each pod are shown",
        [DiagnosticCodes.ForcedDeletion] = "The deletion does not wait",
        [DiagnosticCodes.BroadDeletion] = "Everything is deleted",
        [DiagnosticCodes.MissingNamespace] = "A change names no namespace",
        [DiagnosticCodes.MovingTag] = "The image's tag moves",
        [DiagnosticCodes.RenamedColumn] = "The column has another name",
        [DiagnosticCodes.RenamedFunction] = "The function has another name",
        [DiagnosticCodes.DatabaseAsTable] = "A database is named where a table has to be",
        [DiagnosticCodes.NoWhere] = "There is no WHERE",
        [DiagnosticCodes.LocksTable] = "The table is locked",
        [DiagnosticCodes.LocksForIndex] = "Building the index locks the table",
        [DiagnosticCodes.HistogramWithoutRate] = "A quantile is taken of counters",
        [DiagnosticCodes.RateWithoutRange] = "The range is missing",
        [DiagnosticCodes.RedisKeys] = "KEYS stops the server",
        [DiagnosticCodes.ComposeV1] = "The first docker-compose is named",
        [DiagnosticCodes.InsecureTls] = "Any certificate is accepted",
        [DiagnosticCodes.UnquotedUrl] = "The address is not quoted",
        [DiagnosticCodes.ForeignPort] = "HTTP is spoken to a server of another kind",
        [DiagnosticCodes.UnencodedQuery] = "The query is not encoded",
        [DiagnosticCodes.UnquotedJson] = "JSON is not quoted",
        [DiagnosticCodes.BroadRemoval] = "Too much is removed",
    }.ToFrozenDictionary();

    /// <summary>The title, without full stop; the code itself where there is none.</summary>
    public static string Of(string code) => Titles.GetValueOrDefault(code, code);
}
