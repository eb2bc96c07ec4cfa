using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Programs that print texts and files.</summary>
internal static partial class TextBuiltins
{
    // answers enough for any program that asks
    private const int Answers = 100;

    [GeneratedRegex(@"%(?:%|(?<flags>-?\d{0,3})(?<c>[sdib]))|%(?<odd>.?)", RegexOptions.Singleline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^-[neE]+$")]
    private static partial Regex EchoFlags();

    public static Piece Echo(Builtin builtin)
    {
        var flags = builtin.Arguments.TakeWhile(a => EchoFlags().IsMatch(a)).ToList();
        var text = string.Join(' ', builtin.Arguments.Skip(flags.Count));
        if (string.Concat(flags) is var set && set.LastIndexOf('e') > set.LastIndexOf('E')) text = Escaped(text);
        return new(new ValueText(text) { Unended = set.Contains('n') }, null);
    }

    public static Piece Printf(Builtin builtin)
    {
        if (builtin.Arguments is not [var format, .. var arguments]) return Piece.Manual("printf has no format");
        if (format == "-v") return Piece.Manual("printf -v sets a variable of the shell");
        if (format == "--" && arguments.Count > 0) (format, arguments) = (arguments[0], [.. arguments.Skip(1)]);
        var text = new StringBuilder();
        string? odd = null;
        var at = 0;
        do
        {
            var before = at;
            text.Append(Directive().Replace(Escaped(format), m =>
            {
                if (m.Value == "%%") return "%";
                var argument = at < arguments.Count ? arguments[at] : "";
                at++;
                if (m.Groups["odd"].Success || (m.Groups["flags"].Length > 0 && argument.Contains(Actions.ParameterText.Open))) odd = m.Value;
                if (m.Groups["c"].Value is "d" or "i" && argument.Length == 0) argument = "0";
                if (m.Groups["c"].Value == "b") argument = Escaped(argument);
                var width = int.TryParse(m.Groups["flags"].Value, out var n) ? n : 0;
                return m.Groups["flags"].Value is ['0', ..] ? argument.PadLeft(width, '0') : width < 0 ? argument.PadRight(-width) : argument.PadLeft(width);
            }));
            if (at == before) break;
        }
        while (at < arguments.Count && text.Length < 100_000);
        if (odd is not null) return Piece.Manual($"{odd} of printf is not understood");
        return new(new ValueText(text.ToString()) { Unended = text.Length > 0 && text[^1] != '\n' }, null);
    }

    public static Piece Yes(Builtin builtin)
    {
        var answer = builtin.Arguments.Count == 0 ? "y" : string.Join(' ', builtin.Arguments);
        return new(new ValueText(string.Join('\n', Enumerable.Repeat(answer, Answers))), null);
    }

    public static Piece? Cat(Builtin builtin)
    {
        var names = builtin.Arguments.Where(a => a is not ['-', _, ..]).ToList();
        if (builtin.Arguments.Any(a => a is ['-', _, ..] and not ("-u" or "-v" or "--"))) return null;
        return names is [] or ["-"] ? Piece.Manual("cat waits for lines that nobody gives it") : new(new FileRead([.. names.Select(n => builtin.Context.Parameters.Take(n, "file"))]), null);
    }

    /// <summary><c>zcat f</c>, <c>gunzip -c f</c>, <c>gzip -dc f</c>; without <c>-c</c> they work on the files of a machine.</summary>
    public static Piece? Unpack(Builtin builtin)
    {
        var program = builtin.Words[0];
        var letters = string.Concat(builtin.Arguments.Where(a => a is ['-', not '-', ..]).Select(a => a[1..]));
        var named = builtin.Arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var prints = program == "zcat" || letters.Contains('c') || named.Contains("--stdout");
        var unpacks = program != "gzip" || letters.Contains('d') || named.Contains("--decompress");
        var names = builtin.Arguments.Where(a => !a.StartsWith('-')).ToList();
        if (!prints || !unpacks || names.Count == 0 || letters.Any(l => l is not ('c' or 'd' or 'f' or 'k' or 'q')) || named.Any(n => n is not ("--stdout" or "--decompress" or "--keep" or "--force"))) return null;
        return new(new FileRead([.. names.Select(n => builtin.Context.Parameters.Take(n, "file"))]) { Decompress = true }, null);
    }

    public static Piece? Count(Builtin builtin)
    {
        if (!builtin.Arguments.All(a => int.TryParse(a, out _))) return null;
        var word = string.Join(' ', builtin.Arguments);
        return Shell.ShellParser.Parse($"x $(seq {word})") is [Shell.Pipeline { Commands: [{ Words: [_, { Parts: [Shell.SubstitutionPart part] }] }] }] && SubstitutionCompiler.Counted(part) is { } numbers
            ? new Piece(new ValueText(string.Join('\n', numbers)), null) : null;
    }

    /// <summary>Backslashes of <c>echo -e</c> and <c>printf</c>.</summary>
    private static string Escaped(string text) => text.Contains('\\') ? Escape().Replace(text, m => m.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\\' => "\\",
        'e' => "\u001b",
        'a' or 'b' or 'f' or 'v' => "",
        '"' => "\"",
        '\'' => "'",
        'x' => ((char)Convert.ToInt32(m.Value[2..], 16)).ToString(),
        _ => ((char)(Convert.ToInt32(m.Value[1..], 8) & 0xff)).ToString(),
    }) : text;

    [GeneratedRegex(@"\\(?:x[0-9A-Fa-f]{1,2}|[0-7]{1,4}|[ntr\\eabfv""'])")]
    private static partial Regex Escape();
}
