using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The functions of regular expressions, which are Perl's here.</summary>
internal static class JqPatterns
{
    private const int MostKept = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Regex> Kept = new();

    public static bool Test(JqValue input, JqValue[] arguments)
    {
        var (pattern, flags) = Asked(arguments);
        return Bounded(() => Build(pattern, flags, out _, out _).IsMatch(Text(input)));
    }

    public static IEnumerable<JqValue> Find(string function, JqValue input, JqValue[] arguments)
    {
        var text = Text(input);
        var (pattern, flags) = Asked(arguments);
        var matches = Matches(text, pattern, flags, everywhere: function is "scan" or "splits");
        return function switch
        {
            "scan" => matches.Select(Scanned),
            "splits" => Parts(text, matches),
            "capture" => matches.Select(Captured),
            _ => matches.Select(m => Described(text, m)),
        };
    }

    /// <param name="everywhere">All matches, whatever the flags say.</param>
    public static List<Match> Matches(string text, JqValue pattern, JqValue? flags, bool everywhere)
    {
        var regex = Build(pattern, flags, out var global, out var skipEmpty);
        return Bounded(() =>
        {
            List<Match> matches = [];
            for (var match = regex.Match(text); match.Success; match = match.NextMatch())
            {
                if (match.Length > 0 || !skipEmpty) matches.Add(match);
                if (!global && !everywhere) break;
            }
            return matches;
        });
    }

    /// <summary>The named groups as an object.</summary>
    public static JqValue Captured(Match match)
    {
        var entries = new OrderedDictionary<string, JqValue>(StringComparer.Ordinal);
        foreach (Group group in match.Groups)
            if (!int.TryParse(group.Name, out _)) entries[group.Name] = group.Success ? JqValue.Of(group.Value) : JqValue.Null;
        return new JqObject(entries);
    }

    private static JqValue Scanned(Match match) => match.Groups.Count == 1 ? JqValue.Of(match.Value)
        : new JqArray([.. match.Groups.Cast<Group>().Skip(1).Select(g => g.Success ? (JqValue)JqValue.Of(g.Value) : JqValue.Null)]);

    private static IEnumerable<JqValue> Parts(string text, List<Match> matches)
    {
        var from = 0;
        foreach (var match in matches)
        {
            yield return JqValue.Of(text[from..match.Index]);
            from = match.Index + match.Length;
        }
        yield return JqValue.Of(text[from..]);
    }

    private static JqObject Described(string text, Match match)
    {
        var entries = Place(text, match);
        entries["captures"] = new JqArray([.. match.Groups.Cast<Group>().Skip(1).Select(g =>
        {
            var group = Place(text, g);
            group["name"] = int.TryParse(g.Name, out _) ? JqValue.Null : JqValue.Of(g.Name);
            return new JqObject(group);
        })]);
        return new(entries);
    }

    private static OrderedDictionary<string, JqValue> Place(string text, Group group) => new(StringComparer.Ordinal)
    {
        ["offset"] = JqValue.Of(group.Success ? JqText.Characters(text.AsSpan(0, group.Index)) : -1.0),
        ["length"] = JqValue.Of((double)JqText.Characters(group.ValueSpan)),
        ["string"] = group.Success ? JqValue.Of(group.Value) : JqValue.Null,
    };

    private static (JqValue Pattern, JqValue? Flags) Asked(JqValue[] arguments) =>
        arguments is [not (JqArray or JqString)] ? throw new JqException($"{arguments[0].Type} not a string or array") : arguments is [JqArray { Count: > 0 } both] ? (both[0], both.Count > 1 ? both[1] : null) : (arguments[0], arguments.Length > 1 ? arguments[1] : null);

    private static string Text(JqValue input) => (input as JqString)?.Value ?? throw new JqException($"{input.Type} ({JqWriter.Short(input)}) cannot be matched, as it is not a string");

    private static Regex Build(JqValue pattern, JqValue? flags, out bool global, out bool skipEmpty)
    {
        var expression = Text(pattern);
        var letters = flags switch { null or JqNull => "", JqString s => s.Value, _ => throw new JqException($"{flags.Type} ({JqWriter.Short(flags)}) is not a string") };
        global = letters.Contains('g');
        skipEmpty = letters.Contains('n');
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in letters)
            options |= letter switch { 'i' => RegexOptions.IgnoreCase, 'x' => RegexOptions.IgnorePatternWhitespace, 's' or 'p' => RegexOptions.Singleline, 'g' or 'n' or 'l' => 0, _ => throw new JqException($"{letters} is not a valid modifier string") };
        if (Kept.TryGetValue((expression, options), out var known)) return known;
        if (Kept.Count >= MostKept) Kept.Clear();
        try
        {
            return Kept[(expression, options)] = BoundedRegex.Build(expression, options, Limit);
        }
        catch (ArgumentException)
        {
            throw new JqException($"{expression} (at offset 0) is not a valid regex");
        }
    }

    private static T Bounded<T>(Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FilterException($"jq: a pattern takes more than {Limit.TotalSeconds:0} s on one text. Make it simpler.");
        }
    }
}
