using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>The part that knows awk's own functions, patterns and how fields are split.</summary>
internal sealed partial class AwkMachine
{
    private const int MostPatterns = 500;

    private readonly Dictionary<string, TextPattern> patterns = new(StringComparer.Ordinal);

    private AwkValue Call(AwkCall call)
    {
        var arguments = call.Arguments;
        switch (call.Function)
        {
            case "length":
                if (arguments is [AwkName name] && Cell(name).IsArray) return AwkValue.Of(Array(name).Count);
                return AwkValue.Of(Length(arguments.Count == 0 ? record.Whole : Text(Value(arguments[0]))));
            case "substr": return AwkValue.Of(Substring(Text(Value(arguments[0])), Value(arguments[1]).ToNumber(), arguments.Count > 2 ? Value(arguments[2]).ToNumber() : double.PositiveInfinity));
            case "index": return AwkValue.Of(Text(Value(arguments[0])).IndexOf(Text(Value(arguments[1])), StringComparison.Ordinal) + 1);
            case "split": return Split(arguments);
            case "sub": return Substitute(arguments, everywhere: false);
            case "gsub": return Substitute(arguments, everywhere: true);
            case "gensub": return General(arguments);
            case "match": return Match(arguments);
            case "sprintf": return AwkValue.Of(Formatted(arguments));
            case "toupper": return AwkValue.Of(Text(Value(arguments[0])).ToUpperInvariant());
            case "tolower": return AwkValue.Of(Text(Value(arguments[0])).ToLowerInvariant());
            case "fflush": return AwkValue.Of(0);
            case "atan2": return AwkValue.Of(Math.Atan2(Value(arguments[0]).ToNumber(), Value(arguments[1]).ToNumber()));
        }
        var number = Value(arguments[0]).ToNumber();
        return AwkValue.Of(call.Function switch { "int" => Math.Truncate(number), "sqrt" => Math.Sqrt(number), "exp" => Math.Exp(number), "log" => Math.Log(number), "sin" => Math.Sin(number), _ => Math.Cos(number) });
    }

    private string Formatted(IReadOnlyList<AwkExpression> arguments)
    {
        var values = new AwkValue[arguments.Count - 1];
        var format = Text(Value(arguments[0]));
        for (var i = 0; i < values.Length; i++) values[i] = Value(arguments[i + 1]);
        return AwkFormat.Format(format, values, ConvertFormat);
    }

    private static int Length(string text)
    {
        var pairs = 0;
        foreach (var c in text)
            if (char.IsLowSurrogate(c)) pairs++;
        return text.Length - pairs;
    }

    /// <summary>So many characters from one on, counted from 1. As in GNU awk what lies before the first is the first, and fractions do not count.</summary>
    private static string Substring(string text, double from, double count)
    {
        if (double.IsNaN(from) || double.IsNaN(count)) return "";
        var start = Math.Max(Math.Truncate(from), 1);
        var end = start + Math.Truncate(count);
        end = Math.Min(end, Length(text) + 1.0);
        if (end <= start) return "";
        var (first, last) = ((int)start - 1, (int)end - 1);
        return Length(text) == text.Length ? text[first..last] : string.Concat(text.EnumerateRunes().Skip(first).Take(last - first));
    }

    private AwkValue Split(IReadOnlyList<AwkExpression> arguments)
    {
        var text = Text(Value(arguments[0]));
        var parts = arguments.Count < 3 ? SplitFields(text) : arguments[2] is AwkRegex regex ? SplitBy(Pattern(regex.Pattern), text) : SplitFields(text, Text(Value(arguments[2])));
        var array = Array((AwkName)arguments[1]);
        Clear(array);
        var count = 0;
        foreach (var part in parts) Store(array, $"{++count}", AwkValue.Read(part));
        return AwkValue.Of(count);
    }

    /// <param name="separator">Null for <c>FS</c>.</param>
    public IEnumerable<string> SplitFields(string text, string? separator = null)
    {
        separator ??= Text(globals[Separator].Value);
        if (separator == " ") return text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (text.Length == 0) return [];
        if (separator.Length == 0) return text.EnumerateRunes().Select(r => r.ToString());
        if (separator.Length > 1) return SplitBy(Pattern(separator), text);
        return RecordSeparator.Length == 0 && separator != "\n" ? text.Split([separator[0], '\n']) : text.Split(separator[0]);
    }

    private static List<string> SplitBy(TextPattern pattern, string text)
    {
        List<string> parts = [];
        if (text.Length == 0) return parts;
        var start = 0;
        for (var from = 0; from < text.Length && pattern.Find(text, from) is { } match;)
        {
            if (match.Length == 0)
            {
                from = match.Index + 1;
                continue;
            }
            parts.Add(text[start..match.Index]);
            start = from = match.End;
        }
        parts.Add(text[start..]);
        return parts;
    }

    private AwkValue Substitute(IReadOnlyList<AwkExpression> arguments, bool everywhere)
    {
        var pattern = PatternOf(arguments[0], out _, AwkValue.Unset);
        var replacement = Text(Value(arguments[1]));
        AwkExpression target = arguments.Count > 2 ? arguments[2] is AwkGroup group ? group.Parts[0] : arguments[2] : new AwkField(new AwkNumber(0));
        var text = Text(Value(target));
        var changed = Replace(pattern, text, everywhere ? 0 : 1, match => Replacement(replacement, match, groups: false), out var count);
        if (count > 0 && target is AwkName or AwkField or AwkElement) Assign(target, AwkValue.Of(changed));
        return AwkValue.Of(count);
    }

    private AwkValue General(IReadOnlyList<AwkExpression> arguments)
    {
        var pattern = PatternOf(arguments[0], out _, AwkValue.Unset);
        var replacement = Text(Value(arguments[1]));
        var how = Value(arguments[2]);
        var text = arguments.Count > 3 ? Text(Value(arguments[3])) : record.Whole;
        var which = Text(how) is ['g' or 'G', ..] ? 0 : Math.Max(1, (int)how.ToNumber());
        return AwkValue.Of(Replace(pattern, text, which, match => Replacement(replacement, match, groups: true), out _));
    }

    /// <param name="which">The only match to replace, from 1; 0 for all.</param>
    private string Replace(TextPattern pattern, string text, int which, Func<TextMatch, string> replacement, out int count)
    {
        count = 0;
        var result = new StringBuilder();
        int from = 0, copied = 0, seen = 0, lastEnd = -1;
        while (from <= text.Length && pattern.Find(text, from) is { } match)
        {
            budget.Step();
            // an empty match right behind another one is none
            if (match.Length > 0 || match.Index != lastEnd)
            {
                seen++;
                if (which == 0 || seen == which)
                {
                    result.Append(text, copied, match.Index - copied).Append(replacement(match));
                    budget.Text(result.Length);
                    copied = match.End;
                    count++;
                    if (which > 0) break;
                }
            }
            lastEnd = match.End;
            from = match.Length > 0 ? match.End : match.Index + 1;
        }
        return count == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static string Replacement(string text, TextMatch match, bool groups)
    {
        if (!text.AsSpan().ContainsAny('&', '\\')) return text;
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '&') result.Append(match.Value);
            else if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '&' or '\\') result.Append(text[++i]);
            else if (groups && text[i] == '\\' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) result.Append(match.Group(text[++i] - '0'));
            else result.Append(text[i]);
        }
        return result.ToString();
    }

    private AwkValue Match(IReadOnlyList<AwkExpression> arguments)
    {
        var text = Text(Value(arguments[0]));
        var pattern = PatternOf(arguments[1], out _, AwkValue.Unset);
        var match = pattern.Find(text, 0);
        var start = match is null ? 0 : Length(text[..match.Index]) + 1;
        globals[MatchStart].Value = AwkValue.Of(start);
        globals[MatchLength].Value = AwkValue.Of(match is null ? -1 : Length(match.Value));
        if (arguments.Count > 2)
        {
            var array = Array((AwkName)arguments[2]);
            Clear(array);
            for (var group = 0; match is not null && group <= pattern.Groups; group++) Store(array, $"{group}", AwkValue.Read(match.Group(group)));
        }
        return AwkValue.Of(start);
    }

    /// <summary>A pattern that stands where one is wanted, or the text of an expression as one.</summary>
    private TextPattern PatternOf(AwkExpression expression, out string text, AwkValue asked)
    {
        text = Text(asked);
        return expression is AwkRegex regex ? Pattern(regex.Pattern) : Pattern(Text(Value(expression)));
    }

    private TextPattern Pattern(string expression)
    {
        if (patterns.TryGetValue(expression, out var known)) return known;
        if (patterns.Count >= MostPatterns) patterns.Clear();
        return patterns[expression] = new("awk", expression, GrepSyntax.Extended, PatternEscapes.Awk);
    }
}
