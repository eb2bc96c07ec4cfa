using System.Text;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>Splits a line as redis-cli does at its prompt: blanks, <c>"…"</c> with escapes, <c>'…'</c>.</summary>
public static class RedisWords
{
    public static IReadOnlyList<string> Split(string line)
    {
        List<string> words = [];
        StringBuilder? word = null;
        for (var i = 0; i < line.Length; i++)
            if (char.IsWhiteSpace(line[i]))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                word ??= new();
                if (line[i] is '"' or '\'') i = Quoted(line, i, word);
                else word.Append(line[i]);
            }
        if (word is not null) words.Add(word.ToString());
        // habit from SQL; redis-cli would take it as part of the last word
        if (words.Count > 0 && words[^1].EndsWith(';')) words[^1] = words[^1][..^1];
        return [.. words.Where((w, i) => w.Length > 0 || i < words.Count - 1)];
    }

    private static int Quoted(string line, int from, StringBuilder word)
    {
        var quote = line[from];
        var i = from + 1;
        for (; i < line.Length && line[i] != quote; i++)
            if (line[i] == '\\' && i + 1 < line.Length) word.Append(Escaped(line[++i], quote));
            else word.Append(line[i]);
        return i;
    }

    private static string Escaped(char letter, char quote) => (letter, quote) switch
    {
        ('n', '"') => "\n",
        ('r', '"') => "\r",
        ('t', '"') => "\t",
        ('b', '"') => "\b",
        ('a', '"') => "\a",
        (_, '"') or ('\'', _) => $"{letter}",
        _ => $"\\{letter}",
    };
}
