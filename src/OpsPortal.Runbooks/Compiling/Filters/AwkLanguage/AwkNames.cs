namespace OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

/// <summary>The variables and functions that awk itself knows.</summary>
internal static class AwkNames
{
    /// <summary>Their place in the list is their slot.</summary>
    public static readonly string[] Special = ["NF", "NR", "FNR", "FS", "OFS", "ORS", "RS", "SUBSEP", "CONVFMT", "OFMT", "RSTART", "RLENGTH", "FILENAME"];

    /// <summary>Fewest and most arguments.</summary>
    public static readonly Dictionary<string, (int Fewest, int Most)> Functions = new()
    {
        ["length"] = (0, 1),
        ["substr"] = (2, 3),
        ["index"] = (2, 2),
        ["split"] = (2, 3),
        ["sub"] = (2, 3),
        ["gsub"] = (2, 3),
        ["match"] = (2, 3),
        ["sprintf"] = (1, int.MaxValue),
        ["toupper"] = (1, 1),
        ["tolower"] = (1, 1),
        ["int"] = (1, 1),
        ["sqrt"] = (1, 1),
        ["exp"] = (1, 1),
        ["log"] = (1, 1),
        ["sin"] = (1, 1),
        ["cos"] = (1, 1),
        ["atan2"] = (2, 2),
        ["gensub"] = (3, 4),
        ["fflush"] = (0, 1),
    };

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["system"] = "system() in awk would run another program",
        ["close"] = "close() in awk is about files and programs, which awk does not reach here",
        ["getline"] = "getline in awk would read what is not piped to it",
        ["rand"] = "rand() in awk gives another result each time",
        ["srand"] = "srand() in awk gives another result each time",
        ["systime"] = "systime() in awk reads a clock",
        ["strftime"] = "strftime() in awk is not yet understood",
        ["mktime"] = "mktime() in awk is not yet understood",
        ["asort"] = "asort() in awk is not yet understood",
        ["asorti"] = "asorti() in awk is not yet understood",
        ["strtonum"] = "strtonum() in awk is not yet understood",
        ["ENVIRON"] = "ENVIRON in awk reads the environment of a host",
        ["ARGV"] = "ARGV in awk is not understood",
        ["ARGC"] = "ARGC in awk is not understood",
        ["nextfile"] = "nextfile in awk is about files, and here is none",
        ["switch"] = "switch in awk is not yet understood",
        ["PROCINFO"] = "PROCINFO in awk is not understood",
        ["IGNORECASE"] = "IGNORECASE in awk is not yet understood; use tolower()",
        ["FPAT"] = "FPAT in awk is not yet understood",
        ["FIELDWIDTHS"] = "FIELDWIDTHS in awk is not yet understood",
        ["RT"] = "RT in awk is not yet understood",
        ["and"] = "and() in awk is not yet understood",
        ["or"] = "or() in awk is not yet understood",
        ["xor"] = "xor() in awk is not yet understood",
        ["lshift"] = "lshift() in awk is not yet understood",
        ["rshift"] = "rshift() in awk is not yet understood",
        ["BEGINFILE"] = "BEGINFILE in awk is about files, and here is none",
        ["ENDFILE"] = "ENDFILE in awk is about files, and here is none",
        ["patsplit"] = "patsplit() in awk is not yet understood",
    };

    /// <summary>Why it is not carried out; null where nothing is against it.</summary>
    public static string? Refusal(string name) => Refused.GetValueOrDefault(name);
}
