using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Targets;
using OpsPortal.Targets.Filters;
using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

public class GnuComparisonTests
{
    private static readonly string[] Words =
        ["error", "Error", "ERROR", "warn", "timeout", "connection", "pool", "a.b", "a+b", "foo", "foobar", "x", "", "10", "9", "-3", "2.50", "1.5K", "2M", "900", "v1.10", "v1.9", "[x]", "a|b", "(ab)", "abab", "JAN", "feb", "007", "~1"];

    [Theory]
    [InlineData("error")]
    [InlineData("-i error")]
    [InlineData("-i error\\|warn\\|timeout")]
    [InlineData("-E error|warn")]
    [InlineData("-E ^(error|foo)")]
    [InlineData("-o foo\\|foobar")]
    [InlineData("-o -E [a-z]+")]
    [InlineData("-n -o -E [0-9]+(\\.[0-9]+)?")]
    [InlineData("-E \\bfoo\\b")]
    [InlineData("\\<foo")]
    [InlineData("foo\\>")]
    [InlineData("-w foo")]
    [InlineData("-w -i error")]
    [InlineData("-x foo")]
    [InlineData("-v -i error")]
    [InlineData("-c -i error")]
    [InlineData("-c -v error")]
    [InlineData("-n warn")]
    [InlineData("-F a.b")]
    [InlineData("-F [x]")]
    [InlineData("a.b")]
    [InlineData("a\\.b")]
    [InlineData("\\(ab\\)\\1")]
    [InlineData("-E (ab)\\1")]
    [InlineData("-o \\(ab\\)\\1")]
    [InlineData("[]x[]")]
    [InlineData("[[:digit:]][[:digit:]]*")]
    [InlineData("[^[:alpha:]]")]
    [InlineData("-A 1 timeout")]
    [InlineData("-B 2 -n timeout")]
    [InlineData("-A 2 -B 1 -i error")]
    [InlineData("-A 1 -m 2 error")]
    [InlineData("-m 3 -i error")]
    [InlineData("-c -m 3 -i error")]
    [InlineData("-m 2 -v error")]
    [InlineData("-q error")]
    [InlineData("fo*")]
    [InlineData("fo\\+")]
    [InlineData("fo\\?")]
    [InlineData("*")]
    [InlineData("-E o{2}")]
    [InlineData("o\\{2\\}")]
    [InlineData("-E (ab){2,}")]
    [InlineData("-E (a|b)*b$")]
    [InlineData("a+b")]
    [InlineData("-E a\\+b")]
    [InlineData("a|b")]
    [InlineData("^$")]
    [InlineData("-v ^$")]
    [InlineData("-e error -e warn")]
    [InlineData("-o -e foo -e foobar")]
    [InlineData("a^b")]
    [InlineData("x$y")]
    [InlineData("nothing-like-this")]
    public Task Grep_selects_the_same_lines(string arguments) => CompareAsync("grep", arguments, GrepOf(arguments));

    [Theory]
    [InlineData("")]
    [InlineData("-r")]
    [InlineData("-n")]
    [InlineData("-rn")]
    [InlineData("-u")]
    [InlineData("-nu")]
    [InlineData("-f")]
    [InlineData("-fu")]
    [InlineData("-b")]
    [InlineData("-h")]
    [InlineData("-rh")]
    [InlineData("-g")]
    [InlineData("-V")]
    [InlineData("-M")]
    [InlineData("-s -n")]
    [InlineData("-k 2")]
    [InlineData("-k 2,2")]
    [InlineData("-k 2n")]
    [InlineData("-k 2,2nr")]
    [InlineData("-rn -k 2")]
    [InlineData("-k 3,3r -k 1,1")]
    [InlineData("-k 2.2,2.3")]
    [InlineData("-b -k 2.2,3.1")]
    [InlineData("-t a -k 2")]
    [InlineData("-t . -k 2,2n")]
    [InlineData("-s -k 2,2")]
    [InlineData("-u -k 2,2")]
    public Task Sort_orders_the_same_way(string arguments) => CompareAsync("sort", arguments, SortOf(arguments));

    [Theory]
    [InlineData("", false, false, false, false, 0, 0)]
    [InlineData("-c", true, false, false, false, 0, 0)]
    [InlineData("-d", false, true, false, false, 0, 0)]
    [InlineData("-u", false, false, true, false, 0, 0)]
    [InlineData("-ci", true, false, false, true, 0, 0)]
    [InlineData("-f 1", false, false, false, false, 1, 0)]
    [InlineData("-c -f 1 -s 2", true, false, false, false, 1, 2)]
    public Task Uniq_joins_the_same_lines(string arguments, bool count, bool repeated, bool unique, bool ignoreCase, int fields, int characters) =>
        CompareAsync("uniq", arguments, new Uniq("uniq") { Count = count, OnlyRepeated = repeated, OnlyUnique = unique, IgnoreCase = ignoreCase, SkipFields = fields, SkipCharacters = characters });

    [Theory]
    [InlineData("", false, false, false, false)]
    [InlineData("-l", true, false, false, false)]
    [InlineData("-w", false, true, false, false)]
    [InlineData("-c", false, false, true, false)]
    [InlineData("-lw", true, true, false, false)]
    [InlineData("-lm", true, false, false, true)]
    public Task Word_count_counts_the_same(string arguments, bool lines, bool words, bool bytes, bool characters) =>
        CompareAsync("wc", arguments, new WordCount("wc") { Lines = lines, Words = words, Bytes = bytes, Characters = characters });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(-2)]
    [InlineData(-1000)]
    public Task Head_gives_the_same_lines(int lines) => CompareAsync("head", $"-n {lines}", new Head("head") { Lines = lines });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(-9)]
    public async Task Head_gives_the_same_bytes(int bytes)
    {
        foreach (var input in Inputs())
            Assert.Equal((await GnuProgram.RunAsync("head", ["-c", $"{bytes}"], input)).TrimEnd('\n'), (await FilterAsync(new Head("head") { Bytes = bytes }, input)).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("3", 3, false)]
    [InlineData("0", 0, false)]
    [InlineData("1000", 1000, false)]
    [InlineData("+3", 3, true)]
    [InlineData("+0", 0, true)]
    public Task Tail_gives_the_same_lines(string argument, int lines, bool fromStart) =>
        CompareAsync("tail", $"-n {argument}", new Tail("tail") { Lines = lines, FromStart = fromStart });

    private static async Task CompareAsync(string program, string arguments, TextFilter filter)
    {
        foreach (var input in Inputs())
        {
            var real = await GnuProgram.RunAsync(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), input);
            var ours = await FilterAsync(filter, input);
            Assert.True(real == ours, $"{program} {arguments}\n--- input\n{input}--- real\n{real}--- ours\n{ours}");
        }
    }

    private static async Task<string> FilterAsync(TextFilter filter, string input)
    {
        var output = new RecordedOutput();
        using var pipeline = FilterPipeline.Create([filter], output);
        foreach (var line in input.Split('\n')[..^1]) await pipeline.WriteAsync(OutputStream.Out, line, default);
        await pipeline.CompleteAsync(default);
        return string.Concat(output.Of(OutputStream.Out).Select(line => line + "\n"));
    }

    private static IEnumerable<string> Inputs()
    {
        yield return "";
        var random = new Random(20261121);
        for (var i = 0; i < 12; i++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 30)).Select(_ =>
            {
                var words = Enumerable.Range(0, random.Next(0, 5)).Select(_ => Words[random.Next(Words.Length)]);
                return string.Join(random.Next(5) == 0 ? "  " : " ", words);
            }).ToList();
            // Neighbours that are equal, for uniq.
            yield return string.Concat(lines.SelectMany(line => Enumerable.Repeat(line + "\n", random.Next(1, 4))));
        }
    }

    private static Grep GrepOf(string arguments)
    {
        List<string> patterns = [];
        var grep = new Grep("grep " + arguments) { Patterns = patterns };
        var words = arguments.Split(' ');
        for (var i = 0; i < words.Length; i++)
            switch (words[i])
            {
                case "-i": grep = grep with { IgnoreCase = true }; break;
                case "-v": grep = grep with { Invert = true }; break;
                case "-c": grep = grep with { Count = true }; break;
                case "-o": grep = grep with { OnlyMatching = true }; break;
                case "-n": grep = grep with { LineNumbers = true }; break;
                case "-w": grep = grep with { WholeWord = true }; break;
                case "-x": grep = grep with { WholeLine = true }; break;
                case "-q": grep = grep with { Quiet = true }; break;
                case "-E": grep = grep with { Syntax = GrepSyntax.Extended }; break;
                case "-F": grep = grep with { Syntax = GrepSyntax.Fixed }; break;
                case "-A": grep = grep with { After = int.Parse(words[++i]) }; break;
                case "-B": grep = grep with { Before = int.Parse(words[++i]) }; break;
                case "-m": grep = grep with { MaxCount = int.Parse(words[++i]) }; break;
                case "-e": break;
                default: patterns.Add(words[i]); break;
            }
        return grep;
    }

    private static Sort SortOf(string arguments)
    {
        var sort = new Sort("sort " + arguments);
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
            if (words[i] == "-t") sort = sort with { Separator = words[++i] };
            else if (words[i] == "-k") sort = sort with { Keys = [.. sort.Keys, KeyOf(words[++i])] };
            else
                foreach (var letter in words[i][1..])
                    sort = letter switch
                    {
                        'r' => sort with { Reverse = true },
                        'u' => sort with { Unique = true },
                        'f' => sort with { IgnoreCase = true },
                        'b' => sort with { IgnoreLeadingBlanks = true },
                        's' => sort with { Stable = true },
                        _ => sort with { Order = OrderOf(letter) },
                    };
        return sort;
    }

    private static SortOrder OrderOf(char letter) => letter switch
    {
        'n' => SortOrder.Numeric,
        'g' => SortOrder.GeneralNumeric,
        'h' => SortOrder.HumanNumeric,
        'V' => SortOrder.Version,
        'M' => SortOrder.Month,
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };

    private static SortKey KeyOf(string text)
    {
        var letters = string.Concat(text.Where(char.IsLetter));
        var places = text.TrimEnd('n', 'r').Split(',').Select(p => p.Split('.').Select(int.Parse).ToArray()).ToArray();
        var key = new SortKey(places[0][0], places[0].ElementAtOrDefault(1) is > 0 and var start ? start : 1,
            places.Length > 1 ? places[1][0] : null, places.Length > 1 ? places[1].ElementAtOrDefault(1) : 0);
        return key with { Reverse = letters.Contains('r'), Order = letters.Contains('n') ? SortOrder.Numeric : null };
    }
}
