using System.Globalization;

namespace OpsPortal.Targets.Flow;

/// <summary>Arithmetic of a shell: whole numbers of 64 bits, the operators and precedences of C, <c>**</c>; no assignments.</summary>
internal sealed class Arithmetic
{
    private const int Deepest = 60;

    private static readonly string[][] Levels =
        [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<=", ">=", "<", ">"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private readonly string text;
    private int at;
    private int depth;

    private Arithmetic(string text) => this.text = text;

    /// <returns>Null with the reason (no full stop).</returns>
    public static long? Evaluate(string text, out string? refused)
    {
        refused = null;
        try
        {
            var reader = new Arithmetic(text);
            var value = reader.Choice();
            reader.Blanks();
            if (reader.at < text.Length) throw new FormatException($"\"{text[reader.at..]}\" is not expected there");
            return value;
        }
        catch (Exception e) when (e is FormatException or DivideByZeroException or OverflowException)
        {
            refused = e is DivideByZeroException ? "it divides by 0" : e is OverflowException ? "a number is too large" : e.Message;
            return null;
        }
    }

    private long Choice()
    {
        if (++depth > Deepest) throw new FormatException("it is nested too deeply");
        var condition = Binary(0);
        if (Take("?"))
        {
            var yes = Choice();
            if (!Take(":")) throw new FormatException("\":\" is missing");
            var no = Choice();
            condition = condition != 0 ? yes : no;
        }
        depth--;
        return condition;
    }

    private long Binary(int level)
    {
        if (level == Levels.Length) return Power();
        var left = Binary(level + 1);
        while (Operator(Levels[level]) is { } op) left = Apply(op, left, Binary(level + 1));
        return left;
    }

    private static long Apply(string op, long a, long b) => op switch
    {
        "||" => a != 0 || b != 0 ? 1 : 0,
        "&&" => a != 0 && b != 0 ? 1 : 0,
        "|" => a | b,
        "^" => a ^ b,
        "&" => a & b,
        "==" => a == b ? 1 : 0,
        "!=" => a != b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "<" => a < b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        "<<" => a << (int)b,
        ">>" => a >> (int)b,
        "+" => unchecked(a + b),
        "-" => unchecked(a - b),
        "*" => unchecked(a * b),
        "/" => b == -1 ? unchecked(-a) : a / b,
        _ => b == -1 ? 0 : a % b,
    };

    private long Power()
    {
        var left = Unary();
        if (!Take("**")) return left;
        if (++depth > Deepest) throw new FormatException("it is nested too deeply");
        var right = Power();
        depth--;
        if (right is < 0 or > 63) throw new FormatException("an exponent is below 0 or too large");
        var result = 1L;
        for (var i = 0; i < right; i++) result = unchecked(result * left);
        return result;
    }

    private long Unary()
    {
        Blanks();
        if (at >= text.Length) throw new FormatException("it breaks off");
        if (++depth > Deepest) throw new FormatException("it is nested too deeply");
        long value;
        if (Take("-")) value = unchecked(-Unary());
        else if (Take("+")) value = Unary();
        else if (Take("!")) value = Unary() == 0 ? 1 : 0;
        else if (Take("~")) value = ~Unary();
        else if (Take("("))
        {
            value = Choice();
            if (!Take(")")) throw new FormatException("\")\" is missing");
        }
        else value = Number();
        depth--;
        return value;
    }

    private long Number()
    {
        var start = at;
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
        var word = text[start..at];
        if (word.Length == 0) throw new FormatException($"a number is missing before \"{text[start..]}\"");
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return long.Parse(word.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (!word.All(char.IsAsciiDigit)) throw new FormatException($"\"{word}\" is no whole number");
        if (word.Length > 1 && word[0] == '0') return word.Contains('8') || word.Contains('9') ? throw new FormatException($"{word} begins with 0 and so counts by eights; 10#{word} says that it does not") : Convert.ToInt64(word, 8);
        if (word == "10" && at < text.Length && text[at] == '#')
        {
            at++;
            start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            word = text[start..at];
        }
        return long.Parse(word, CultureInfo.InvariantCulture);
    }

    private string? Operator(string[] level)
    {
        Blanks();
        foreach (var op in level)
        {
            if (string.CompareOrdinal(text, at, op, 0, op.Length) != 0) continue;
            // the longer operator is another one
            var next = at + op.Length < text.Length ? text[at + op.Length] : '\0';
            if (op.Length == 1 && ((op is "|" or "&" or "*" or "<" or ">" && next == op[0]) || (op is "<" or ">" && next == '='))) continue;
            at += op.Length;
            return op;
        }
        return null;
    }

    private bool Take(string symbol)
    {
        Blanks();
        if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) != 0 || (symbol == "!" && at + 1 < text.Length && text[at + 1] == '=')) return false;
        at += symbol.Length;
        return true;
    }

    private void Blanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
