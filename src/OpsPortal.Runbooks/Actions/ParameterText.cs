using System.Text;

namespace OpsPortal.Runbooks.Actions;

/// <summary>
/// Text with places for parameters. A place is a name between two private-use characters, which no runbook can contain
/// (the reader takes them out), so a patch with braces or a Go template needs no escaping.
/// </summary>
public static class ParameterText
{
    public const char Open = '\uE000';
    public const char Close = '\uE001';

    /// <summary>The place of parameter <paramref name="name"/>.</summary>
    public static string Place(string name) => $"{Open}{name}{Close}";

    /// <summary>
    /// Whether the place is filled while the step runs: by a lookup, a loop, an earlier part of the same step. Such a name is written as a shell
    /// would (<c>$pod</c>, <c>$(date +%F)</c>); nobody is asked for it.
    /// </summary>
    public static bool IsLocal(string name) => name is ['$', ..];

    /// <summary>Names in order of first appearance.</summary>
    public static IReadOnlyList<string> Names(string text)
    {
        if (!text.Contains(Open)) return [];
        List<string> names = [];
        Walk(text, static (_, _) => { }, (name, _) => { if (!names.Contains(name)) names.Add(name); });
        return names;
    }

    /// <summary>The text with every place filled; a place without a value keeps its place.</summary>
    public static string Bind(string text, IReadOnlyDictionary<string, string> values) =>
        Replace(text, name => values.TryGetValue(name, out var value) ? value : Place(name));

    /// <summary>For people: places as <c>&lt;name&gt;</c>, those that are filled while the step runs by their name alone.</summary>
    public static string Display(string text) => Replace(text, name => IsLocal(name) ? name : $"<{name}>");

    private static string Replace(string text, Func<string, string> value)
    {
        if (!text.Contains(Open)) return text;
        var result = new StringBuilder(text.Length);
        Walk(text, (from, to) => result.Append(text, from, to - from), (name, _) => result.Append(value(name)));
        return result.ToString();
    }

    private static void Walk(string text, Action<int, int> literal, Action<string, int> place)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at);
            var close = open < 0 ? -1 : text.IndexOf(Close, open);
            if (close < 0) { literal(at, text.Length); return; }
            literal(at, open);
            place(text[(open + 1)..close], open);
            at = close + 1;
        }
    }
}
