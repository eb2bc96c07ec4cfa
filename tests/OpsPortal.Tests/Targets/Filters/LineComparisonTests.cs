using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

/// <summary>sed, cut, tr and the small ones, here and there.</summary>
public class LineComparisonTests
{
    private static readonly string[] Inputs =
    [
        "",
        "alpha beta  gamma\n\ndelta\tepsilon\nalpha alpha\nfoo=bar; baz=qux\n",
        "a,b,c\n1,,3\nnocomma\n,lead\ntrail,\n",
        "2024-01-02 ERROR one\n2024-01-02 INFO two\n2024-01-03 ERROR three\nstop\nafter stop\n/path/to/file.txt\n",
        "UPPER lower 123 !?\n    indented\nx\n\n\n\ny aaaabbbb\n\ttabs\tin\tit\n",
    ];

    private static readonly string[] Sed =
    [
        "sed 's/a/X/'", "sed 's/a/X/g'", "sed 's/a/X/2'", "sed 's/a/X/2g'", "sed -n 's/a/X/p'", "sed 's/A/x/I'", "sed 's|/|:|g'", "sed 's,/,\\,,g'", "sed 's/\\(a\\)\\(l\\)/\\2\\1/'", "sed -E 's/(a)(l)/\\2\\1/'", "sed -r 's/([a-z]+) ([a-z]+)/[\\2] [\\1]/'", "sed 's/[a-z]*/<&>/'",
        "sed 's/[a-z]*/<&>/g'", "sed 's/x*/-/g'", "sed -E 's/a|b/(&)/g'", "sed -E 's/(a)|(b)/[\\1\\2]/g'", "sed 's/ /\\n/g'", "sed 's/\\t/TAB/g'", "sed 's/[\\t]/T/g'", "sed 's/a\\|b/X/g'", "sed 's/a\\+/X/g'", "sed -E 's/a+/X/g'", "sed 's/^/> /'", "sed 's/$/ </'", "sed 's/^[ \\t]*//'", "sed 's/[[:space:]]*$//'", "sed 's/&/and/; s/a/\\&/'",
        "sed -n 2p", "sed -n '2,4p'", "sed -n '$p'", "sed 1d", "sed '$d'", "sed '2,$d'", "sed '/^$/d'", "sed -n '/ERROR/p'", "sed '/ERROR/d'", "sed '/ERROR/!d'", "sed -n '/ERROR/,/stop/p'", "sed '/INFO/,$d'", "sed -n '1~2p'", "sed -n '/alpha/,+1p'", "sed -n '2,~3p'", "sed '0,/alpha/s/alpha/X/'", "sed -n '/a/{/b/p}'", "sed -n '/alpha/{s/a/X/g;p}'", "sed '2q'", "sed '/stop/q'", "sed '3Q'", "sed -n '/stop/{p;q}'",
        "sed 'y/abc/xyz/'", "sed -e 's/a/1/' -e 's/b/2/'", "sed 's/a/1/;s/b/2/'", "sed -n '='", "sed -n '$='", "sed '1!G;h;$!d'", "sed 'N;s/\\n/ /'", "sed '$!N;s/\\n/+/'", "sed -n 'n;p'", "sed 'n;d'", "sed ':a;s/^\\(x*\\) /\\1x/;ta'", "sed ':a;N;$!ba;s/\\n/,/g'", "sed '/alpha/a added'", "sed '/alpha/i before'", "sed '/alpha/c changed'", "sed '1a\\\ntext here'", "sed -n 'x;p'", "sed G", "sed -n '$!{h;d};H;x;p'", "sed 's/.*/\\U&/'", "sed -E 's/\\b([a-z])/\\u\\1/g'", "sed -E 's/(^|[ _])([a-z])/\\1\\U\\2\\E/g'",
        "sed 's/\\./-/g'", "sed -E 's/[0-9]{4}-[0-9]{2}/DATE/'", "sed -E 's#^/(.*)/([^/]*)$#\\2 in \\1#'", "sed 's/[^,]*,//'", "sed 's/[]]/x/; s/[^]a]/y/'", "sed '/alpha/s//X/'", "sed -n '/alpha/Ip; /ZZZ/Ip'", "sed -n '\\,/path,p'", "sed 'P;D'", "sed '$!N;P;D'", "sed '/a/b;s/^/no a: /'", "sed -n '/ERROR/{s/ERROR //;s/^/- /p}'", "sed '2,3!s/^/#/'", "sed --expression='s/a/b/'", "sed -n -e '/one/,/three/{=;p}'", "sed 's/\\//|/g'", "sed 's/o\\{2\\}/00/'", "sed -E 's/o{2}/00/g'", "sed 's/a.c/X/;s/\\(a\\)*/Y/'",
    ];

    private static readonly string[] Others =
    [
        "cut -d, -f2", "cut -d, -f1,3", "cut -d, -f2-", "cut -d, -f-2", "cut -d' ' -f1", "cut -d ' ' -f 2,1", "cut -f1", "cut -f2 -s", "cut -d, -f2 -s", "cut -d, -f1 --complement", "cut -d, -f1-3 --output-delimiter=:", "cut -c1-3", "cut -c2", "cut -c3-", "cut -c-2,5", "cut -b1-4", "cut -c1,3-4 --output-delimiter=_", "cut -c2-3 --complement", "cut -d= -f2",
        "tr a-z A-Z", "tr '[:lower:]' '[:upper:]'", "tr -d ' '", "tr -d '[:digit:]'", "tr -s ' '", "tr -s a-z", "tr ' ' '\\n'", "tr '\\n' ','", "tr -d '\\n'", "tr -c 'a-z\\n' '_'", "tr -cd 'a-z0-9\\n'", "tr -s '[:space:]' '\\n'", "tr abc x", "tr -t abc x", "tr a-c '[x*]'", "tr '\\t' ' '", "tr -ds a-c ' '", "tr ',' '\\t'", "tr -d '\"'", "tr '[:upper:]' '[:lower:]'", "tr a-e '[1*2]-'", "tr -sc 'a-z' '\\n'", "tr '\\141' Z", "tr -s 'a' 'b'",
        "rev", "tac", "nl", "nl -ba", "nl -w3 -s': '", "nl -v10 -i5", "cat -n", "cat -b", "fold -w 5", "fold -w10 -s", "fold -8", "expand", "expand -t4", "expand -i -t 4", "md5sum", "sha1sum", "sha256sum", "sha512sum", "base64", "base64 -w 0", "base64 -w 20",
        "head -n 2", "head -c 10", "tail -n 2", "tail -n +3", "tail -c 10", "tail -c +5", "tail -c 1000", "wc -L", "wc", "wc -lL", "uniq -w 3", "uniq -c -w 2", "sort -V", "sort -h", "sort -u", "sort -s -k1,1", "sort -t, -k2", "sort -rk2 -n", "strings -n 3",
    ];

    /// <summary>How wide a tab is only a terminal knows.</summary>
    private static readonly string[] Columns = ["column -t", "column -t -s,", "column -t -s, -o ' | '", "column -s, -t -N A,B,C", "column -t -s '= '"];

    [Fact]
    public async Task Sed_edits_the_same()
    {
        if (FilterCase.Missing("sed")) return;
        await FilterCase.CompareAsync(Sed, Inputs);
    }

    [Fact]
    public async Task The_small_programs_do_the_same()
    {
        await FilterCase.CompareAsync([.. Others.Where(o => !FilterCase.Missing(o.Split(' ')[0]))], Inputs, f => $"(cat | LC_ALL=C {f})");
        if (!FilterCase.Missing("column")) await FilterCase.CompareAsync(Columns, [.. Inputs.Select(i => i.Replace('\t', ' '))]);
    }

    [Fact]
    public async Task Decoding_is_the_same()
    {
        if (FilterCase.Missing("base64")) return;
        await FilterCase.CompareAsync(["base64 -d", "base64 --decode", "base64 -di"], ["", "aGVsbG8=\n", "aGVsbG8Kd29ybGQK\n", "w6kK\n", "aGVs\nbG8K\n"]);
    }

    [Fact]
    public async Task Pretty_printing_is_the_same()
    {
        if (FilterCase.Missing("python3")) return;
        await FilterCase.CompareAsync(["python3 -m json.tool", "python3 -m json.tool --sort-keys", "python3 -m json.tool --indent 2 --no-ensure-ascii"], ["{\"b\":[1,{\"c\":null}],\"a\":\"é\"}\n", "[true,\"x\",-5]\n"]);
    }

    /// <summary>Random lines and random scripts of the commonest kind.</summary>
    [Fact]
    public async Task Any_lines_are_treated_the_same()
    {
        var random = new Random(11);
        string[] words = ["a", "ab", "abc", "foo", "1", "22", "x=y", "", " ", ",", "a,b", "/p/q", "[z]", "A"];
        string Any(params string[] of) => of[random.Next(of.Length)];
        var inputs = Enumerable.Range(0, 6).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => string.Join(Any(" ", ",", "  ", "\t"), Enumerable.Range(0, random.Next(0, 6)).Select(_ => Any(words))) + "\n"))).ToList();
        var patterns = new[] { "a", "ab*", "[a-c]", "^a", "b$", "x=", "[0-9]", "[^ ,]*", "a.", "\\(a\\)\\(b\\)*", "[[:alpha:]]" };
        List<string> filters = [];
        for (var i = 0; i < 60; i++)
            filters.Add(random.Next(6) switch
            {
                0 => $"sed 's/{Any(patterns)}/{Any("X", "<&>", "", "&&")}/{Any("", "g", "2", "p")}'",
                1 => $"sed -n '{Any("/" + Any(patterns) + "/", "2", "$", "1,3", "2,$", "/a/,/b/")}{Any("p", "{p;p}", "!p", "=")}'",
                2 => $"cut -d'{Any(",", " ", "=")}' -f{Any("1", "2", "1-2", "2-", "-3", "1,3")} {Any("", "-s", "--complement", "--output-delimiter=#")}",
                3 => $"grep {Any("", "-v", "-c", "-n", "-o", "-i", "-w", "-x")} '{Any(patterns)}'",
                4 => $"awk -F{Any(",", "' '", "=", "'[ ,]'")} '{Any("{print $1}", "{print $NF}", "NF>1", "/a/{print NR\":\"$2}", "{$1=\"\";print}", "{n+=NF} END{print n}", "$1>$2", "{print length($2)}", "!s[$1]++")}'",
                _ => $"sort {Any("", "-r", "-n", "-u", "-k2", "-t, -k2", "-f", "-V", "-h")} ",
            });
        await FilterCase.CompareAsync(filters, inputs, f => f.StartsWith("sort", StringComparison.Ordinal) ? "LC_ALL=C " + f : f.StartsWith("awk", StringComparison.Ordinal) && !FilterCase.Missing("gawk") ? "g" + f : f);
    }
}
