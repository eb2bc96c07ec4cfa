using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

/// <summary>jq here and jq there; nothing that its versions 1.6 and 1.7 do differently.</summary>
public class JqComparisonTests
{
    private const string Pods = """
        {"kind":"List","items":[
          {"metadata":{"name":"api-1","namespace":"prod","labels":{"app":"api","tier":"web"},"creationTimestamp":"2024-01-02T03:04:05Z"},"spec":{"nodeName":"n1","containers":[{"name":"api","image":"api:1.2","resources":{"limits":{"cpu":"500m"}}},{"name":"side","image":"envoy:v3"}]},"status":{"phase":"Running","restarts":3}},
          {"metadata":{"name":"db-0","namespace":"prod","labels":{"app":"db"}},"spec":{"nodeName":"n2","containers":[{"name":"db","image":"pg:16","resources":{}}]},"status":{"phase":"Pending","restarts":0,"ready":false}},
          {"metadata":{"name":"w \"x\" \u00e9\ud83d\ude00\n","namespace":null},"spec":{"containers":[]},"status":{"phase":"Failed","restarts":12.5,"code":1e100}}
        ]}

        """;

    private static readonly string[] Inputs = [Pods];

    private static readonly string[] Programs =
    [
        "jq", "jq .", "jq -c .", "jq -S .", "jq --tab .", "jq --indent 1 .", "jq -r .kind", "jq -c '.items[0]'", "jq '.items | length'", "jq -r '.items[].metadata.name'", "jq '.items[] | .metadata.name'", "jq -c '.items[] | {name: .metadata.name, resources: .spec.containers[].resources}'",
        "jq -r '.items[] | select(.status.phase == \"Running\") | .metadata.name'", "jq -c '[.items[] | .status.restarts]'", "jq '[.items[].status.restarts] | add'", "jq -c '[.items[].status.restarts] | sort, min, max, length, (add / length)'", "jq -c '.items | map(.status.phase)'", "jq -c '.items | map({(.metadata.name): .status.phase}) | add'",
        "jq -c '.items | group_by(.metadata.namespace) | map({ns: .[0].metadata.namespace, n: length})'", "jq -c '.items | sort_by(.status.restarts) | reverse | .[0].metadata.name'", "jq -c '.items | unique_by(.metadata.namespace) | length'", "jq -c '.items | max_by(.status.restarts).metadata.name, min_by(.status.restarts).metadata.name'",
        "jq -c '.items[0] | keys, keys_unsorted, (.metadata | keys_unsorted)'", "jq -c '.items[0].metadata | to_entries'", "jq -c '.items[0].metadata.labels | with_entries(.value |= ascii_upcase)'", "jq -c '.items[0].metadata.labels | with_entries(select(.key == \"app\"))'", "jq -r '.items[] | \"\\(.metadata.name)\\t\\(.status.phase)\"'", "jq -r '.items[] | [.metadata.name, .status.restarts] | @tsv'",
        "jq -r '.items[] | [.metadata.name, .status.restarts, .status.ready] | @csv'", "jq -c '.items[] | .status.ready // \"none\"'", "jq -c '.items[] | .metadata.labels.app?'", "jq -c '.items[].metadata | has(\"labels\"), has(\"x\")'", "jq -c '[.items[] | .spec.containers[] | .image] | unique'", "jq -c '[.items[] | .spec.containers[] | .image | split(\":\") | .[1]]'", "jq -c '[.items[].spec.containers[].image | select(test(\"^a\"))]'",
        "jq -c '.items[0].spec.containers[] | select(.image | contains(\"api\")) | .name'", "jq -c '[..|.image?] | map(select(. != null))'", "jq -c '[.. | numbers]'", "jq -c '[.. | strings] | length'", "jq -c '[paths | length] | max'", "jq -c '[paths(type == \"number\")]'", "jq -c '[leaf_paths | join(\".\")?]'", "jq -c 'del(.items)'", "jq -c 'del(.items[0], .items[1].spec) | .items | length'",
        "jq -c 'del(.items[] | select(.status.phase == \"Running\")) | .items | map(.metadata.name)'", "jq -c '.items[0].status.phase = \"X\" | .items[0].status'", "jq -c '.items[].status |= {phase} | [.items[].status]'", "jq -c '.items[0].status.restarts += 1 | .items[0].status.restarts'", "jq -c '.a.b.c = 5 | {a}'", "jq -c '.items |= map(.metadata.name) | .items'", "jq -c '.x //= 3 | .x'", "jq -c '.items | first | .status'", "jq -c '.items | last | .status'",
        "jq -c '.items[-1:] | length'", "jq -c '.items[:2] | map(.metadata.name)'", "jq -c '.kind[1:3]'", "jq -c '[limit(2; .items[].metadata.name)]'", "jq -c 'first(.items[].metadata.name)'", "jq -c '[range(5)], [range(2;5)], [range(0;10;3)], [range(5;0;-2)]'", "jq -c 'reduce .items[] as $i (0; . + $i.status.restarts)'", "jq -c '[foreach .items[] as $i (0; . + 1; [., $i.status.phase])]'", "jq -c '.items as [$a, $b] | [$a.metadata.name, $b.metadata.name]'",
        "jq -c '.items[0].metadata as {name: $n, labels: {app: $l}} | [$n, $l]'", "jq -c '.items[0] as {metadata: {$name}} | $name'", "jq -c 'def n: .metadata.name; [.items[] | n]'", "jq -c 'def f(g): [.items[] | g]; f(.status.phase)'", "jq -c 'def add2($x; $y): $x + $y; add2(1; 2), add2(\"a\"; \"b\")'", "jq -c 'def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; 10 | fac'", "jq -c 'if .kind == \"List\" then \"l\" elif .kind then \"o\" else \"n\" end'",
        "jq -c '.items[] | if .status.restarts > 2 then .metadata.name else empty end'", "jq -c 'try error(\"x\") catch .'", "jq -c '[.items[] | try .metadata.labels.app catch \"no\"]'", "jq -c '.items[] | .status.restarts as $r | if $r > 1 and $r < 10 then \"some\" elif $r == 0 then \"none\" else \"many\" end'", "jq -c '[.items[].status.restarts > 1] | any, all'", "jq -c 'any(.items[]; .status.phase == \"Failed\"), all(.items[]; .metadata.name)'",
        "jq -c '.kind | ascii_downcase, ascii_upcase, length, utf8bytelength, explode, (explode | implode)'", "jq -c '.kind | startswith(\"L\"), endswith(\"x\"), ltrimstr(\"L\"), rtrimstr(\"t\"), ltrimstr(\"q\")'", "jq -c '.items[2].metadata.name | length, utf8bytelength, @json, @html, @base64, @text, @sh'", "jq -r '.items[2].metadata.name | @base64 | ., @base64d'", "jq -c '\"a b&c=d\" | @uri'", "jq -r '@sh \"echo \\(.kind) \\(\"it'\\''s\")\"'", "jq -r '@base64 \"x\\(.kind)y\"'",
        "jq -c '\"test TEST\" | [match(\"t\"; \"gi\") | .offset], test(\"TEST\"), test(\"x\"; \"i\")'", "jq -c '\"a1b22\" | [scan(\"[0-9]+\")], [scan(\"([a-z])([0-9])\")]'", "jq -c '\"2024-01-02\" | capture(\"(?<y>[0-9]+)-(?<m>[0-9]+)\")'", "jq -c '\"foo bar\" | sub(\"o\"; \"0\"), gsub(\"o\"; \"0\"), gsub(\"(?<x>[a-z])\"; \"<\\(.x)>\")'", "jq -c '\"a, b,c\" | split(\", *\"; null), split(\",\"), [splits(\", *\")]'", "jq -c '[1,\"1\",null,true,{},[]] | map(type), map(tostring), map(tojson)'",
        "jq -c '[\"1\", \"1.5\", \"-3e2\", 7] | map(tonumber)'", "jq -c '[3,1,2] | sort, reverse, (map(. * 2)), index(1), (. - [1]), contains([3]), inside([1,2,3,4])'", "jq -c '[[1,2],[3,[4]]] | flatten, flatten(1), add, transpose'", "jq -c '[null,true,false,0,-1,\"a\",\"B\",[],[0],{},{\"a\":1},{\"b\":0}] | sort'", "jq -c '{a:1} + {b:2} * {b:3}, {a:{b:1}} * {a:{c:2}}, ([1,2] + [3]), (null + 1), (\"a\" + \"b\"), (\"a,b\" / \",\"), \"ab\" * 2'", "jq -c '1 + 2 * 3 - 4 / 2, 7 % 3, -7 % 3, 5 / 2, (1 == 1.0), (\"a\" < \"b\"), ([1] < [1,2])'",
        "jq -c '[.1, 1.0, 1e3, 100000000000, 1.5e300, 1e-5, 0.0001, 3.14159265358979, 1e15, 123456789012345]'", "jq -c '[1.7, -1.7, 4, 2.5] | map(floor), map(sqrt)?, map(fabs), map(ceil), map(round)'", "jq -c '[infinite, -infinite, nan] | map(isinfinite), (.[2] | isnan)'", "jq -c '1 as $x | 2 as $y | [$x, $y, $x + $y]'", "jq -c '[1,2,3] | .[1:] = [9], (.[0] = null), (.[5] = 1), (.[-1] = 0)'", "jq -c '{} | .[\"a b\"] = 1 | .[\"a b\"], .\"a b\"'", "jq -c '[.[]?], [.items[]?.metadata?.namespace?]'",
        "jq -c 'getpath([\"items\",0,\"metadata\",\"name\"]), getpath([\"x\",\"y\"])'", "jq -c 'setpath([\"a\",0,\"b\"]; 1) | .a'", "jq -c 'delpaths([[\"items\",0],[\"kind\"]]) | [keys, (.items | length)]'", "jq -c 'path(.items[0].spec), [path(.items[].status.phase)]'", "jq -c 'to_entries | map(.key)'", "jq -c '[{name:\"a\",value:1},{key:\"b\",value:null}] | from_entries'", "jq -c '[recurse(if . < 3 then . + 1 else empty end)]?, [0 | recurse(if . < 3 then . + 1 else empty end)]'", "jq -c '[1 | while(. < 50; . * 3)], (1 | until(. > 50; . * 3))'",
        "jq -c 'label $out | foreach (1,2,3) as $i (0; . + $i; if . > 2 then ., break $out else empty end)'", "jq -c '[1,[2]] | tojson, (tojson | fromjson)'", "jq -c '\"[1,{\\\"a\\\":2}]\" | fromjson'", "jq -c '0, 1425599621 | todate'", "jq -c '\"2015-03-05T23:51:47Z\" | fromdate'", "jq -c '1425599621 | strftime(\"%Y-%m-%dT%H:%M:%SZ %A %j\"), (gmtime | mktime)'", "jq -c '[.items[].metadata.name] | join(\", \")'", "jq -c '[\"a\",1,null,true] | join(\"-\")'", "jq -c '(1,null,2) // 3, (null // 4), (false // false // 5)'", "jq -c '[(1,2) + (10,20)], [\"\\(1,2)-\\(3,4)\"]'",
        "jq -c '[.items[] | {name: .metadata.name} + .status]'", "jq -c '{a: 1, \"b\": 2, \"c\\(1)\": 3, (\"d\" + \"e\"): 4, @base64 \"f\": 5, kind}'", "jq -c '{kind, items: (.items | length)}'", "jq -c '\"x\" as $v | {$v, w: $v}'", "jq -c '. as $all | $all.items | map($all.kind)'", "jq -c '.items | map(select(.spec.containers | length > 0)) | length'", "jq -c '.items | map(.spec.containers | map(.name)) | add'", "jq -c '.kind'",
        "jq -c '[.items[] | walk(if type == \"number\" then . + 1 else . end) | .status.restarts]'", "jq -c '[splits(\"a\")?]'", "jq -c '[combinations?] | length, ([[1,2],[3,4]] | [combinations])'", "jq -c '[3,4] | IN(3), (.[] | IN(3,5))'", "jq -c '.items | nth(1).metadata.name, ([range(10)] | nth(3))'", "jq -c '[.items[].metadata.labels // {} | keys[]] | unique'", "jq -c '.items | map(.status.restarts) | @json, @text, @csv, @tsv, @sh'", "jq -c '\"abc\" | .[1:], .[:-1], .[-2:], indices(\"b\")'", "jq -c '\"é→x\" | .[1:2], explode'",
        "jq -c '[1,2,1] | indices(1), index(2), rindex(1), ([1,2,1,2] | indices([1,2]))'", "jq -c '[.items[] | .status | select(.restarts >= 3 or .ready == false) | .phase]'", "jq -c '.items | map(.status.phase | ascii_downcase) | unique | length as $n | {n: $n}'", "jq -c 'not, (null | not), ([] | not)'", "jq -c '[.items[0].status | .[]]'", "jq -c '{\"a\":[1,2,{\"b\":3}]} | [.. | scalars], [tojson], getpath([\"a\",2,\"b\"])'", "jq -c 'pow(2;10), (8 | log2), (100 | log10), (0 | exp)'", "jq -c '[.items[] | objects | length], [.items | arrays | length]'",
        "jq -n -c '[1,2]'", "jq -n '\"a\\u00e9\\n\"'", "jq -s -c 'length'", "jq -s -c '.[0].kind'", "jq -R .", "jq -R -c 'select(length > 0) | split(\" \") | length'", "jq -R -s 'length'", "jq -r --arg n api-1 '.items[] | select(.metadata.name == $n) | .status.phase'", "jq -c --argjson min 2 '[.items[] | select(.status.restarts > $min) | .status.restarts]'", "jq -j '.items[].status.phase'", "jq -a -c '.items[2].metadata.name'", "jq -e .kind", "jq -rc '.items[].metadata.name'", "jq -c '.items[] | .spec.nodeName | values'", "jq -c '[.items[] | .status.ready] | map(booleans), map(nulls)'",
        // what goes wrong
        "jq '.kind.x'", "jq '.items.x'", "jq '.items[\"a\"]'", "jq '.kind[0]'", "jq '.kind | .[]'", "jq '.x | .[]'", "jq '{} + 1'", "jq '[] - {}'", "jq '.kind | keys'", "jq 'error(\"boom\")'", "jq 'error({a:1})'", "jq '.items[] | .status.phase | if . == \"Pending\" then error(\"p\") else . end'", "jq '.kind | test(1)'", "jq '{} | has(0)'", "jq '1 | startswith(\"a\")'", "jq '{a:1} | tonumber'",
    ];

    [Fact]
    public async Task Programs_give_the_same()
    {
        if (FilterCase.Missing("jq")) return;
        await FilterCase.CompareAsync(Programs, Inputs);
    }

    [Fact]
    public async Task Documents_are_read_the_same()
    {
        if (FilterCase.Missing("jq")) return;
        string[] inputs =
        [
            "", "\n\n", "1\n2 3\n\"a\"\n", "{\"a\":1}{\"a\":2}\n[1]\n", "{\"level\":\"info\",\"n\":1}\n{\"level\":\"error\",\"n\":2}\n", "[1,\n 2,\n {\"a\":\n null}]\ntrue false null\n", "\"\\u0041\\n\\t\\\"\\\\\\/\\b\\f\\r\\ud83d\\ude00\\u007f\"\n", "{\"a\":1,\"b\":2,\"a\":3}\n", "-0.5e-3 1E5 0 -7\n", "[]\n{}\n[[],{}]\n",
        ];
        await FilterCase.CompareAsync(["jq .", "jq -s -c .", "jq -c 'type, .a?'", "jq -e .", "jq -r 'tostring'", "jq -c --tab .", "jq -c 'select(.level? == \"error\")'"], inputs);
    }

    /// <summary>Random documents through programs that touch every kind of value.</summary>
    [Fact]
    public async Task Any_document_comes_out_the_same()
    {
        if (FilterCase.Missing("jq")) return;
        var random = new Random(7);
        var inputs = Enumerable.Range(0, 25).Select(_ => Document(random, 4) + "\n");
        await FilterCase.CompareAsync(
            ["jq .", "jq -cS .", "jq -c '[..]|length'", "jq -c '[paths]'", "jq -c '[leaf_paths]|length'", "jq -c '[..|numbers]|sort'", "jq -c '[..|strings]|unique|map(length)'", "jq -c '[.. | objects | keys]'", "jq -c 'tojson|length'", "jq -c '[..|scalars|tostring]|sort'", "jq -c '.[0]?, .a?, .b?'", "jq -c '[.[]?|type]'", "jq -c 'walk(if type == \"array\" then sort else . end)'", "jq -c 'to_entries?'"], [string.Concat(inputs)]);
    }

    private static string Document(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => $"{random.Next(-1000, 1000)}",
        3 => $"{Math.Round(random.NextDouble() * 1000, random.Next(1, 6))}",
        4 => $"\"{string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => (string[])["a", "B", " ", "\\n", "é", "\\\"", "0", "日", "\\u0001"]).Select(c => c[random.Next(c.Length)]))}\"",
        5 => $"{random.Next(1, 99)}e{random.Next(-8, 12)}",
        6 => $"[{string.Join(", ", Enumerable.Range(0, random.Next(5)).Select(_ => Document(random, depth - 1)))}]",
        _ => $"{{{string.Join(",", ((string[])["b", "a", "c d", "é", "Z"]).Where(_ => random.Next(2) == 0).Select(k => $"\"{k}\": {Document(random, depth - 1)}"))}}}",
    };
}
