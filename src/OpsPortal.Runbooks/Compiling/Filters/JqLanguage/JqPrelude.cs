using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

/// <summary>The functions of jq that are best said in jq.</summary>
internal static class JqPrelude
{
    private const string Text = """
        def values: select(. != null); def nulls: select(. == null); def booleans: select(type == "boolean"); def numbers: select(type == "number");
        def strings: select(type == "string"); def arrays: select(type == "array"); def objects: select(type == "object");
        def iterables: select(type == "array" or type == "object"); def scalars: select(type != "array" and type != "object");
        def finites: select((isinfinite or isnan) | not); def normals: select(isnormal);
        def first: .[0]; def last: .[-1]; def nth($n): .[$n]; def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
        def map_values(f): .[] |= f; def with_entries(f): to_entries | map(f) | from_entries;
        def in(container): . as $key | container | has($key); def inside(container): . as $part | container | contains($part);
        def del(f): delpaths([path(f)]); def to_keys(f): map([f]);
        def paths(f): path(recurse | select(f)) | select(length > 0); def leaf_paths: paths(scalars);
        def pick(f): . as $whole | reduce path(f) as $p (null; setpath($p; $whole | getpath($p)));
        def sort_by(f): sort_by_keys(to_keys(f)); def group_by(f): group_by_keys(to_keys(f)); def unique_by(f): unique_by_keys(to_keys(f));
        def min_by(f): min_by_keys(to_keys(f)); def max_by(f): max_by_keys(to_keys(f));
        def walk(f): def each: if type == "object" then map_values(each) elif type == "array" then map(each) else . end | f; each;
        def combinations: if length == 0 then [] else .[0][] as $one | (.[1:] | combinations) as $rest | [$one] + $rest end;
        def combinations($n): . as $dot | [range($n) | $dot] | combinations;
        def add(f): reduce f as $x (null; . + $x); def IN(source): any(source == .; .); def IN(source; set): any(source == set; .);
       
        def skip($n; f): if $n > 0 then foreach f as $x ($n + 1; . - 1; if . <= 0 then $x else empty end) else f end;
        """;

    public static IReadOnlyDictionary<string, JqFunction> Functions { get; } = JqParser.Definitions(ProgramText.Of(Text));
}
