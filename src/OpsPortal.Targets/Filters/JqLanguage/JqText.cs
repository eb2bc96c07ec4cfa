using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The functions of texts.</summary>
internal static class JqText
{
    /// <summary>Null where it is no function of texts.</summary>
    public static JqValue? Call(string signature, JqValue input, JqValue[] arguments)
    {
        switch (signature)
        {
            case "ascii_downcase/0": return JqValue.Of(Case(Text(input, "ascii_downcase input must be a string"), 'A', 'Z', 32));
            case "ascii_upcase/0": return JqValue.Of(Case(Text(input, "ascii_upcase input must be a string"), 'a', 'z', -32));
            case "explode/0": return new JqArray([.. Text(input, $"{input.Type} ({JqWriter.Short(input)}) cannot be exploded").EnumerateRunes().Select(r => JqValue.Of((double)r.Value))]);
            case "implode/0": return Implode(input);
            case "ascii/0": return Implode(new JqArray([input]));
            case "startswith/1": return JqValue.Of(Both(input, arguments[0], "startswith() requires string inputs").StartsWith(((JqString)arguments[0]).Value, StringComparison.Ordinal));
            case "endswith/1": return JqValue.Of(Both(input, arguments[0], "endswith() requires string inputs").EndsWith(((JqString)arguments[0]).Value, StringComparison.Ordinal));
            case "ltrimstr/1": return input is JqString l && arguments[0] is JqString start && l.Value.StartsWith(start.Value, StringComparison.Ordinal) ? JqValue.Of(l.Value[start.Value.Length..]) : input;
            case "rtrimstr/1": return input is JqString r && arguments[0] is JqString end && r.Value.EndsWith(end.Value, StringComparison.Ordinal) ? JqValue.Of(r.Value[..^end.Value.Length]) : input;
            case "trimstr/1": return Call("rtrimstr/1", Call("ltrimstr/1", input, arguments)!, arguments);
            case "trim/0": return JqValue.Of(Text(input, "trim input must be a string").Trim());
            case "ltrim/0": return JqValue.Of(Text(input, "trim input must be a string").TrimStart());
            case "rtrim/0": return JqValue.Of(Text(input, "trim input must be a string").TrimEnd());
            case "split/1": return Split(Both(input, arguments[0], "split input and separator must be strings"), ((JqString)arguments[0]).Value);
            case "split/2": return new JqArray([.. JqPatterns.Find("splits", input, arguments)]);
            case "join/1": return Join(input, arguments[0]);
            case "test/1" or "test/2": return JqValue.Of(JqPatterns.Test(input, arguments));
            default: return null;
        }
    }

    public static JqValue ToNumber(JqValue value) => value switch
    {
        JqNumber => value,
        JqString text when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) => JqValue.Of(number),
        JqString text => throw new JqException($"Invalid numeric literal at EOF at line 1, column {text.Value.Length} (while parsing '{text.Value}')"),
        _ => throw new JqException($"{value.Type} ({JqWriter.Short(value)}) cannot be parsed as a number"),
    };

    public static JqValue FromJson(JqValue value)
    {
        var text = Text(value, $"{value.Type} ({JqWriter.Short(value)}) only strings can be parsed");
        try
        {
            return JqReader.One(text) ?? JqValue.Null;
        }
        catch (FormatException wrong)
        {
            throw new JqException($"{wrong.Message} (while parsing '{text}')");
        }
    }

    public static JqArray Split(string text, string separator) => text.Length == 0 ? JqArray.Empty
        : separator.Length == 0 ? new([.. text.EnumerateRunes().Select(r => JqValue.Of(r.ToString()))]) : new([.. text.Split(separator).Select(JqValue.Of)]);

    /// <summary>Where a part begins, in characters or elements.</summary>
    public static JqValue Indices(JqValue whole, JqValue part)
    {
        List<JqValue> found = [];
        if (whole is JqNull) return whole;
        if (whole is JqString text && part is JqString sought)
        {
            if (sought.Value.Length == 0) return JqValue.Null;
            for (var at = text.Value.IndexOf(sought.Value, StringComparison.Ordinal); at >= 0; at = text.Value.IndexOf(sought.Value, at + 1, StringComparison.Ordinal))
                found.Add(JqValue.Of((double)Characters(text.Value.AsSpan(0, at))));
            return new JqArray(found);
        }
        if (whole is not JqArray array) throw new JqException($"Cannot determine indices of {part.Type} in {whole.Type}");
        var elements = part is JqArray list ? list : new JqArray([part]);
        if (elements.Count == 0) return JqValue.Null;
        for (var i = 0; i + elements.Count <= array.Count; i++)
            if (Enumerable.Range(0, elements.Count).All(j => JqOrder.Same(array[i + j], elements[j]))) found.Add(JqValue.Of((double)i));
        return new JqArray(found);
    }

    public static int Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    private static string Text(JqValue value, string complaint) => (value as JqString)?.Value ?? throw new JqException(complaint);

    private static string Both(JqValue value, JqValue other, string complaint) => other is JqString ? Text(value, complaint) : throw new JqException(complaint);

    private static string Case(string text, char from, char to, int by) => string.Create(text.Length, (text, from, to, by), (span, s) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = s.text[i] >= s.from && s.text[i] <= s.to ? (char)(s.text[i] + s.by) : s.text[i];
    });

    private static JqString Implode(JqValue value)
    {
        var text = new StringBuilder();
        foreach (var code in (value as JqArray ?? throw new JqException("implode input must be an array")).Items)
            text.Append(code is JqNumber { Value: >= 0 and < 0x110000 } number ? Rune.IsValid((int)number.Value) ? new Rune((int)number.Value).ToString() : "\uFFFD" : throw new JqException("Invalid codepoint literal"));
        return JqValue.Of(text.ToString());
    }

    private static JqString Join(JqValue value, JqValue separator)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var item in JqFunctions.Values(value))
        {
            if (!first || separator is not JqString) text.Append(Text(separator, $"string (\"{text}\") and {separator.Type} ({JqWriter.Short(separator)}) cannot be added"));
            first = false;
            text.Append(item switch
            {
                JqNull => "",
                JqString s => s.Value,
                JqNumber or JqBool => JqWriter.Compact(item),
                _ => throw new JqException($"string ({JqWriter.Short(JqValue.Of(text.ToString()))}) and {item.Type} ({JqWriter.Short(item)}) cannot be added"),
            });
        }
        return JqValue.Of(text.ToString());
    }
}
