using System.Text;

namespace OpsPortal.Targets.Http;

/// <summary>The head of an answer as a person reads it.</summary>
internal static class AnswerHead
{
    public static IReadOnlyList<(string Name, string Value)> Headers(HttpResponseMessage answer) =>
        [.. answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).SelectMany(h => h.Value.Select(v => (h.Key, v)))];

    /// <summary>Lines as they came, in the letters that the version of HTTP uses, and the empty one behind them.</summary>
    public static string Text(HttpResponseMessage answer, TransferFacts facts)
    {
        var text = new StringBuilder();
        var two = answer.Version.Major == 2;
        text.Append(two ? "HTTP/2 " : $"HTTP/{answer.Version.Major}.{answer.Version.Minor} ").Append((int)answer.StatusCode).Append(' ').Append(two ? "" : answer.ReasonPhrase).Append("\r\n");
        foreach (var (name, value) in facts.Headers) text.Append(two ? name.ToLowerInvariant() : name).Append(": ").Append(value).Append("\r\n");
        return text.Append("\r\n").ToString();
    }
}
