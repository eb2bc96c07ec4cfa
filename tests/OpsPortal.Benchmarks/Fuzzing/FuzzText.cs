using System.Text;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>Texts to be read: random ones, damaged runbooks, things nested in themselves, the same over and over. One seed always makes the same ones.</summary>
internal sealed class FuzzText(IReadOnlyList<string> runbooks)
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly string[] Pieces =
    [
        // Markdown
        "# ", "## A\n", "\n\n", "\n", "- ", "1. ", "> ", "```", "```bash\n", "```sql\n", "```console\n", "~~~", "`", "**", "__", "[", "](", "|", "|---|\n", "- [ ] ", "<div>", "<!--", "-->", "===\n",
        "**P2 (High)**: ", "Expected: ", "# Should be ", "15 minutes", "| Alert | Severity |\n|---|---|\n", "- alert: A\n  expr: up\n", "**Time**: Sunday 2:00-4:00 UTC\n", "> 5%", "://a:b@c", "AKIA",
        // shell
        "kubectl get pods", "kubectl exec -it p -- sh -c ", "kubectl delete pod ", " -n prod", " -o jsonpath='{.items[0]}'", "docker compose ", "psql -c ", "redis-cli ", "curl -s ", "http://x/y?q=",
        "$ ", "root@h:~# ", "db=> ", "echo '", "\"", "'", "\\\n", "\\", "<<EOF\n", "EOF\n", "$(", "$((", "${", "}", ")", "))", "<pod>", "{x}", "$X", "X=", "X=$(", "export ", "for i in ", "{1..9}",
        "; do ", "; done", "do\n", "done\n", "while ", "until ", "if ", "; then ", "; fi", "case x in ", "esac", "[[ ", " ]]", " | ", " && ", " || ", " ; ", " & ", " > f", " 2>&1", " < f", "<(", "xargs ", "sudo ", "watch ", "timeout 5 ", "ssh h '", "bash -c \"",
        // queries
        "SELECT ", "DELETE FROM t", "WITH a AS (", "$$", "/*", "*/", "--", ";", "''", "rate(x[5m])", "sum by (a) (", "{a=\"b\"}", "[5m:1m]", " offset ", "histogram_quantile(0.9, ",
        // filters
        "grep -E '", "awk '{print $1}'", "awk '", "jq '.", "sed 's/a/b/g'", "sort -k", "head -", "{print $", "BEGIN{", "function f(", "while(1)", "for(;;)", "/a/", "/", "s/", "y/", "\\(", "\\1", "[[:", ":]]", "[^", "*", "+", "?", "(a*)*",
        ".[]", "..", "|=", "reduce ", "foreach ", " as $x ", "def f: ", "f;", "try ", "\"\\(", "@base64 ", "test(\"", "map(", "select(", "limit(3;", "recurse", "1e999", "-", "0", "99999999999999999999", ",", ":", "=",
        // characters
        "\t", "    ", "\r\n", "\r", "\0", "\uE000", "\uE001", "\uE000$x\uE001", "\uD800", "\uFEFF", "😀", "ðŸ”´", "é", "\u0301", "\u202E", "\u001b[31m", "\u2028",
    ];

    private static readonly (string Open, string Close)[] Nests =
    [
        ("> ", ""), ("- ", ""), ("1. ", ""), ("  - a\n", ""), ("(", ")"), ("{ ", "; }"), ("{", "}"), ("[", "]"), ("$(", ")"), ("$(echo ", ")"), ("`", "`"), ("\"$(", ")\""), ("${a:-", "}"), ("$((", "))"),
        ("if true; then ", "; fi"), ("for i in a b; do ", "; done"), ("while true; do ", "; done"), ("case a in a) ", ";; esac"), ("a | ", ""), ("a && ", ""), ("sudo ", ""), ("timeout 1 ", ""), ("xargs ", ""), ("bash -c \"", "\""), ("ssh h ", ""),
        ("kubectl exec p -- ", ""), ("f() { ", "; }"), ("<(", ")"), ("[[ ! ", " ]]"), ("! ", ""), ("-", ""), ("not ", ""), ("sum(", ")"), ("\"\\(", ")\""), ("if . then ", " end"), ("try ", ""), ("[.[]|", "]"), ("{a:", "}"), ("def f: ", "; f"), ("reduce . as $x (0; ", ")"),
        ("\\(", "\\)"), ("(?:", ")"), ("{print ", "}"), ("if(1)", ""), ("$", ""), ("a=", ""), ("SELECT (", ")"), ("WITH a AS (SELECT ", ")"), ("/* ", " */"), ("**", "**"), ("[a](", ")"), ("<div>", "</div>"), ("<<E\n", "\nE\n"), ("{a,", "}"), ("{\"a\":", "}"),
    ];

    /// <summary>What took its time once, or would in most readers of Markdown and of shells, again and again.</summary>
    private static readonly string[] Repeated =
    [
        ">", "> ", "[", "![", "*", "**a ", "_a ", "- ", "1. ", "> - ", "`", "``a` ", "[a](", "[a]: b\n", "[a]: b \"\n", "|", "|a|\n|-|\n", "a|b\n", "<", "<div>\n", "<!--", "# a\n", "# a\n\n", "**a**\n\n", "a\n\n", "a. ",
        "- a\n\n", "- [ ] a\n", "1. a\n", "```\n", "a\n> ", "\\", "1 hour ", "- **P1**: 1 hour\n", "://a:b", "password=", "'\n", "x' y\n", "\"\n", "$(\n", "x$( y\n", "$((\n", "${\n", "(\n", "{ \n", "<<E\n", "x<< y\n", "|\n", "\\\n",
        "for x in \n", "if \n", "while \n", "case x in \n", "do \n", "fi\n", "[[ \n", "f() \n", "$'\n", "X=(\n", "x2>&1 y\n", "/*", "\\a", "a\\a",
    ];

    private static readonly int[] Depths = [3, 20, 41, 100, 300, 1000, 5000, 50_000];

    /// <summary>The sandbox's runbooks, and those of the directory that OPSPORTAL_RUNBOOKS names.</summary>
    public static FuzzText Load()
    {
        List<string> runbooks = [.. SystemDefinition.LoadAll().Select(s => s.Runbook).OfType<string>()];
        if (Environment.GetEnvironmentVariable("OPSPORTAL_RUNBOOKS") is { Length: > 0 } folder)
            runbooks.AddRange(Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        return new(runbooks);
    }

    public int Runbooks => runbooks.Count;

    public string Next(Random random) => random.Next(100) switch
    {
        < 12 => Characters(random),
        < 40 => Thrown(random),
        < 82 => Damaged(random),
        < 95 => Nested(random),
        < 98 => Fill(Thrown(random), Mebibyte),
        _ => Fill(Damaged(random), Mebibyte),
    };

    /// <summary>A shape that can be made in any size: something over and over, or in itself.</summary>
    public Func<int, string> Shape(Random random, out string description)
    {
        if (random.Next(3) == 0)
        {
            var (open, close) = Nests[random.Next(Nests.Length)];
            description = $"\"{open}\" … \"{close}\" nested";
            return size => Nest(open, "a", close, Math.Max(1, size / (open.Length + close.Length)));
        }
        var (before, piece) = (random.Next(2) == 0 ? "" : Words(random, 3), random.Next(3) == 0 ? Repeated[random.Next(Repeated.Length)] : Words(random, 4));
        if (piece.Length == 0) piece = "a";
        description = $"\"{before}\" and then \"{piece}\" again and again";
        return size => before + Fill(piece, Math.Max(piece.Length, size - before.Length));
    }

    private static string Characters(Random random)
    {
        var bytes = new byte[random.Next(3000)];
        random.NextBytes(bytes);
        return random.Next(2) == 0 ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);
    }

    private static string Thrown(Random random) => Words(random, random.Next(4) == 0 ? 120 : 20);

    private static string Words(Random random, int most)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, most + 1); i > 0; i--) text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(4) == 0 ? " " : "");
        return text.ToString();
    }

    private static string Nested(Random random)
    {
        var (open, close) = Nests[random.Next(Nests.Length)];
        if (random.Next(3) == 0)
        {
            var (other, end) = Nests[random.Next(Nests.Length)];
            (open, close) = (open + other, end + close);
        }
        var depth = Depths[random.Next(Depths.Length)];
        return Nest(open, random.Next(2) == 0 ? "a" : Words(random, 4), random.Next(4) == 0 ? "" : close, depth);
    }

    /// <summary>A runbook, or a stretch of one, with a few places spoilt.</summary>
    private string Damaged(Random random)
    {
        var source = runbooks[random.Next(runbooks.Count)];
        if (random.Next(3) > 0) source = Stretch(random, source, 600);
        var text = new StringBuilder(source);
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(6))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                case 1: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 2: text.Insert(at, Stretch(random, runbooks[random.Next(runbooks.Count)], 200)); break;
                case 3: text.Insert(at, Stretch(random, text.ToString(), 100)); break;
                case 4 when at < text.Length: text[at] = (char)random.Next(1, 0x180); break;
                default: text.Length = at; break;
            }
        }
        return text.ToString();
    }

    private static string Stretch(Random random, string text, int longest)
    {
        var from = random.Next(text.Length + 1);
        return text.Substring(from, Math.Min(random.Next(longest), text.Length - from));
    }

    private static string Nest(string open, string inside, string close, int depth) =>
        new StringBuilder((open.Length + close.Length) * depth + inside.Length).Insert(0, open, depth).Append(inside).Insert(open.Length * depth + inside.Length, close, depth).ToString();

    private static string Fill(string piece, int size)
    {
        if (piece.Length == 0) return "";
        var text = new StringBuilder(size + piece.Length);
        while (text.Length < size) text.Append(piece);
        text.Length = Math.Min(text.Length, size);
        return text.ToString();
    }
}
