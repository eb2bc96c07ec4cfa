using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>A text as go-yaml v2 writes it: plain where it stays a text, quoted where it would be read as something else, literal over several lines.</summary>
internal static partial class YamlScalar
{
    /// <summary>Behind this column a line is broken at its next blank.</summary>
    private const int Width = 80;

    private static readonly HashSet<string> Words =
    [
        "", "~", "null", "Null", "NULL", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE", "n", "N", "no", "No", "NO",
        "off", "Off", "OFF", "false", "False", "FALSE", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", "<<",
    ];

    /// <param name="column">Where it begins, from 0.</param>
    /// <param name="indent">Of the lines it continues on.</param>
    /// <param name="key">Keys are never broken, nor written over several lines.</param>
    public static string Write(string text, int column, int indent, bool key = false)
    {
        var traits = Traits.Of(text);
        if (text.Contains('\n') && !key && traits.BlockAllowed) return Literal(text, indent);
        if (text.Contains('\n') || WouldBeRead(text) || traits.Special) return DoubleQuoted(text, column, indent, key);
        if (traits.PlainAllowed) return Folded(text, column, indent, key, "");
        return Folded(text.Replace("'", "''"), column, indent, key, "'");
    }

    private static bool WouldBeRead(string text) => Words.Contains(text) || Number().IsMatch(text) || Timestamp().IsMatch(text) || Base60().IsMatch(text);

    private static string Literal(string text, int indent)
    {
        var hint = text[0] is ' ' or '\n' ? "2" : "";
        var chomp = !text.EndsWith('\n') ? "-" : text.Length == 1 || text[^2] == '\n' ? "+" : "";
        var body = new StringBuilder($"|{hint}{chomp}");
        foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
            body.Append('\n').Append(line.Length == 0 ? "" : new string(' ', indent)).Append(line);
        return body.ToString();
    }

    private static string Folded(string text, int column, int indent, bool key, string quote)
    {
        var result = new StringBuilder(quote);
        column += quote.Length;
        for (var i = 0; i < text.Length; i++)
        {
            var alone = text[i] == ' ' && (i == 0 || text[i - 1] != ' ') && i + 1 < text.Length && text[i + 1] != ' ' && (quote.Length == 0 || i > 0);
            if (!key && alone && column > Width)
            {
                result.Append('\n').Append(' ', indent);
                column = indent;
                continue;
            }
            result.Append(text[i]);
            if (!char.IsLowSurrogate(text[i])) column++;
        }
        return result.Append(quote).ToString();
    }

    private static string DoubleQuoted(string text, int column, int indent, bool key)
    {
        var result = new StringBuilder("\"");
        column++;
        var afterBlank = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && !key && !afterBlank && column > Width && i > 0 && i < text.Length - 1)
            {
                result.Append('\n').Append(' ', indent);
                column = indent;
                if (text[i + 1] == ' ') { result.Append('\\'); column++; }
                afterBlank = true;
                continue;
            }
            afterBlank = text[i] == ' ';
            var piece = Escape(text, i);
            result.Append(piece);
            column += piece.Length;
        }
        return result.Append('"').ToString();
    }

    private static string Escape(string text, int i) => text[i] switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        '\r' => "\\r",
        '\0' => "\\0",
        '\a' => "\\a",
        '\b' => "\\b",
        '\v' => "\\v",
        '\f' => "\\f",
        '\x1b' => "\\e",
        '\u0085' => "\\N",
        '\u00a0' => "\\_",
        '\u2028' => "\\L",
        '\u2029' => "\\P",
        var c when !char.IsSurrogate(c) && !Traits.Printable(new Rune(c)) => c < 0x100 ? $"\\x{((int)c).ToString("X2", CultureInfo.InvariantCulture)}" : $"\\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}",
        var c => c.ToString(),
    };

    /// <summary>What go-yaml's emitter finds out about a text before it chooses a style.</summary>
    private readonly record struct Traits(bool PlainAllowed, bool BlockAllowed, bool Special)
    {
        public static Traits Of(string text)
        {
            if (text.Length == 0) return new(false, false, false);
            var indicators = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal) || Leading(text);
            var special = text.EnumerateRunes().Any(r => r.Value != '\n' && !Printable(r));
            var spaceBreak = text.Contains(" \n");
            for (var i = 1; i < text.Length; i++)
                indicators |= (text[i] == ':' && (i + 1 == text.Length || text[i + 1] is ' ' or '\t' or '\n')) || (text[i] == '#' && (text[i - 1] is ' ' or '\t' or '\n'));
            var edges = text[0] is ' ' or '\n' || text[^1] is ' ' or '\n';
            return new(!indicators && !edges && !special && !text.Contains('\n'), text[^1] != ' ' && !spaceBreak && !special, special);
        }

        public static bool Printable(Rune rune) => rune.Value is >= 0x20 and <= 0x7E or >= 0xA0 and not 0xFEFF;

        private static bool Leading(string text) => text[0] switch
        {
            '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => true,
            '?' or ':' or '-' => text.Length == 1 || text[1] is ' ' or '\t' or '\n',
            _ => false,
        };
    }

    [GeneratedRegex(@"^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[0-9][0-9_]*|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}([Tt ]\s*\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?\s*(Z|[-+]\d{1,2}(:\d{2})?)?)?$")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$")]
    private static partial Regex Base60();
}
