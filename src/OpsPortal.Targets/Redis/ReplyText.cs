using System.Text;

namespace OpsPortal.Targets.Redis;

/// <summary>Replies as redis-cli prints them (src/redis-cli.c): raw to a pipe, with their types at a terminal.</summary>
internal static class ReplyText
{
    /// <summary>The lines of a reply, the last line end included as redis-cli adds it.</summary>
    public static IEnumerable<string> Raw(RedisReply reply) => RawText(reply).Split('\n').Select(l => l.TrimEnd('\r'));

    /// <summary>Reports that redis-cli prints as they are, whatever its mode.</summary>
    public static bool IsReport(IReadOnlyList<string> words) => (words[0].ToUpperInvariant(), words.ElementAtOrDefault(1)?.ToUpperInvariant()) is
        ("INFO" or "LOLWUT", _) or ("MEMORY", "MALLOC-STATS" or "DOCTOR") or ("CLUSTER", "NODES" or "INFO") or ("CLIENT", "LIST" or "INFO") or ("LATENCY", "GRAPH" or "DOCTOR");

    /// <summary>Without a line end of redis-cli's own.</summary>
    public static IEnumerable<string> Report(RedisReply reply) => Raw(reply) is var lines && RawText(reply).EndsWith('\n') ? lines.SkipLast(1) : lines;

    /// <summary>As with <c>--no-raw</c>.</summary>
    public static IEnumerable<string> Typed(RedisReply reply) => TypedText(reply, "").TrimEnd('\n').Split('\n');

    private static string RawText(RedisReply reply) => reply switch
    {
        StatusReply status => status.Text,
        ErrorReply error => $"{error.Text}\n",
        IntegerReply integer => $"{integer.Value}",
        TextReply text => text.ToString(),
        ArrayReply array => string.Join('\n', array.Items.Select(RawText)),
        _ => "",
    };

    private static string TypedText(RedisReply reply, string prefix) => reply switch
    {
        StatusReply status => $"{status.Text}\n",
        ErrorReply error => $"(error) {error.Text}\n",
        IntegerReply integer => $"(integer) {integer.Value}\n",
        TextReply text => $"{Quoted(text.Bytes)}\n",
        ArrayReply { Items.Count: 0 } => "(empty array)\n",
        ArrayReply array => Items(array, prefix),
        _ => "(nil)\n",
    };

    private static string Items(ArrayReply array, string prefix)
    {
        var digits = $"{array.Items.Count}".Length;
        var inner = prefix + new string(' ', digits + 2);
        var text = new StringBuilder();
        for (var i = 0; i < array.Items.Count; i++)
            text.Append(i == 0 ? "" : prefix).Append($"{i + 1}".PadLeft(digits)).Append(") ").Append(TypedText(array.Items[i], inner));
        return text.ToString();
    }

    private static string Quoted(byte[] bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes)
            text.Append(b switch
            {
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                (byte)'\n' => "\\n",
                (byte)'\r' => "\\r",
                (byte)'\t' => "\\t",
                (byte)'\a' => "\\a",
                (byte)'\b' => "\\b",
                >= 0x20 and < 0x7f => $"{(char)b}",
                _ => $"\\x{b:x2}",
            });
        return text.Append('"').ToString();
    }
}
