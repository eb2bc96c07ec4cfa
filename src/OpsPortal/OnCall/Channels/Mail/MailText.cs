using System.Globalization;
using System.Text;

namespace OpsPortal.OnCall.Channels.Mail;

/// <summary>A message as RFC 5322 writes it, in lines that end with CR LF.</summary>
internal static class MailText
{
    /// <summary>Bytes of text in one encoded word; with its frame it stays under the 75 characters of RFC 2047.</summary>
    private const int EncodedWord = 42;

    private const int LongestLine = 76;

    /// <param name="id">Without the angle brackets: the same for every attempt, so that receivers see a repetition for what it is.</param>
    public static string Of(string from, string to, string id, ChannelMessage message, DateTimeOffset at)
    {
        var body = message.Text.ReplaceLineEndings("\r\n") + (message.Link is { } link ? $"\r\n\r\n{link.AbsoluteUri}" : "") + "\r\n";
        var text = new StringBuilder();
        text.Append($"From: OpsPortal <{from}>\r\nTo: <{to}>\r\nSubject: {Encoded(message.Title)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Date: {at:ddd, dd MMM yyyy HH':'mm':'ss} +0000\r\nMessage-ID: <{id}>\r\n");
        text.Append("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n");
        // One click in the mail program (RFC 2369, RFC 8058).
        if (message.Unsubscribe is { } leave) text.Append($"List-Unsubscribe: <{leave.AbsoluteUri}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        if (message.Urgent) text.Append("Importance: high\r\nX-Priority: 1\r\n");
        // Plain lines go as they are; everything else in base64, which no server on the way breaks.
        var plain = Ascii.IsValid(body) && body.Split("\r\n").All(l => l.Length <= 900 && !l.Contains('\r') && !l.Contains('\n') && !l.Contains('\0'));
        text.Append($"Content-Type: text/plain; charset={(plain ? "us-ascii" : "utf-8")}\r\nContent-Transfer-Encoding: {(plain ? "7bit" : "base64")}\r\n\r\n");
        text.Append(plain ? body : Wrapped(Convert.ToBase64String(Encoding.UTF8.GetBytes(body))));
        return text.ToString();
    }

    /// <summary>A header's value: one line, other letters than ASCII as RFC 2047 encodes them.</summary>
    public static string Encoded(string value)
    {
        var line = new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        if (Ascii.IsValid(line) && line.Length <= 900 && !line.Contains("=?", StringComparison.Ordinal)) return line;
        List<string> words = [];
        var word = new List<byte>();
        foreach (var rune in line.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > EncodedWord) Flush();
            word.AddRange(bytes);
        }
        Flush();
        return string.Join(' ', words);

        void Flush()
        {
            if (word.Count > 0) words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }

    /// <summary>What is sent between DATA and its end: a line that begins with a dot gets another one (RFC 5321, 4.5.2).</summary>
    public static string Stuffed(string message) => (message.StartsWith('.') ? "." : "") + message.Replace("\r\n.", "\r\n..") + (message.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n");

    private static string Wrapped(string base64) => string.Concat(base64.Chunk(LongestLine).Select(line => $"{new string(line)}\r\n"));
}
