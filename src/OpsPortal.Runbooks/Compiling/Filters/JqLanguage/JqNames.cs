namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

/// <summary>What jq brings along.</summary>
internal static class JqNames
{
    public static readonly HashSet<string> Formats = ["text", "json", "csv", "tsv", "html", "uri", "sh", "base64", "base64d"];

    /// <summary>Functions of values: each argument is computed first.</summary>
    public static readonly HashSet<string> ValueFunctions =
    [
        .. """
        not/0 length/0 utf8bytelength/0 keys/0 keys_unsorted/0 has/1 contains/1 add/0 any/0 all/0 flatten/0 flatten/1 floor/0 ceil/0 round/0 trunc/0 fabs/0 abs/0 sqrt/0 pow/2 log/0 log2/0 log10/0 exp/0 exp2/0 exp10/0
        sin/0 cos/0 tan/0 asin/0 acos/0 atan/0 cbrt/0 significand/0 tonumber/0 tostring/0 type/0 infinite/0 nan/0 isinfinite/0 isnan/0 isnormal/0 sort/0 unique/0 min/0 max/0 reverse/0 transpose/0 tojson/0 fromjson/0
        ascii_downcase/0 ascii_upcase/0 explode/0 implode/0 startswith/1 endswith/1 ltrimstr/1 rtrimstr/1 trimstr/1 trim/0 ltrim/0 rtrim/0 split/1 split/2 join/1 indices/1 index/1 rindex/1 test/1 test/2 setpath/2 delpaths/1 to_entries/0 from_entries/0
        gmtime/0 mktime/0 strftime/1 todate/0 fromdate/0 todateiso8601/0 fromdateiso8601/0 dateadd/2 date/0 toarray/0 ascii/0 min_by_keys/1 max_by_keys/1 sort_by_keys/1 group_by_keys/1 unique_by_keys/1
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Functions that run their arguments themselves, or have any number of results.</summary>
    public static readonly HashSet<string> ProgramFunctions =
    [
        .. """
        empty/0 error/0 error/1 select/1 map/1 recurse/0 recurse/1 recurse/2 range/1 range/2 range/3 first/1 limit/2 until/2 while/2 repeat/1 path/1 paths/0 isempty/1 any/1 all/1 any/2 all/2 match/1 match/2
        scan/1 scan/2 capture/1 capture/2 sub/2 sub/3 gsub/2 gsub/3 debug/0 debug/1 getpath/1 input_filename/0 last/1 splits/1 splits/2
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["now"] = "now in jq reads a clock, and the result would be another one each time",
        ["env"] = "env in jq reads the environment of a host",
        ["input"] = "input in jq is not yet understood",
        ["inputs"] = "inputs in jq is not yet understood; use -s",
        ["input_line_number"] = "input_line_number in jq is not understood",
        ["stderr"] = "stderr in jq is not understood",
        ["localtime"] = "localtime in jq reads the time zone of a host",
        ["strflocaltime"] = "strflocaltime in jq reads the time zone of a host",
        ["strptime"] = "strptime in jq is not yet understood",
        ["get_search_list"] = "modules of jq are not understood",
        ["import"] = "modules of jq are not understood",
        ["include"] = "modules of jq are not understood",
        ["modulemeta"] = "modules of jq are not understood",
        ["tostream"] = "streams of jq are not yet understood",
        ["fromstream"] = "streams of jq are not yet understood",
        ["truncate_stream"] = "streams of jq are not yet understood",
        ["halt_error"] = "halt_error in jq is not yet understood",
        ["SQL"] = "SQL operators of jq are not yet understood",
        ["INDEX"] = "INDEX in jq is not yet understood",
        ["GROUP_BY"] = "GROUP_BY in jq is not yet understood",
        ["__loc__"] = "$__loc__ in jq is not understood",
    };

    public static string? Refusal(string name) => Refused.GetValueOrDefault(name);
}
