using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Http;

/// <summary>The text of curl's <c>-w</c>, filled.</summary>
internal static class WriteOut
{
    /// <param name="part">Receives text in order, with the stream that it goes to.</param>
    public static async ValueTask RunAsync(string format, TransferFacts facts, int number, int exitCode, string error, Func<string, bool, ValueTask> part)
    {
        var text = new StringBuilder();
        var toError = false;
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c == '\\' && i + 1 < format.Length)
            {
                text.Append(format[++i] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", var other => $"\\{other}" });
                continue;
            }
            if (c != '%' || i + 1 >= format.Length)
            {
                text.Append(c);
                continue;
            }
            if (format[i + 1] == '%')
            {
                text.Append('%');
                i++;
            }
            else if (Name(format, i, "%header{") is { } header)
            {
                text.Append(facts.Headers.FirstOrDefault(h => h.Name.Equals(header, StringComparison.OrdinalIgnoreCase)).Value);
                i += header.Length + 8;
            }
            else if (Name(format, i, "%{") is { } name)
            {
                i += name.Length + 2;
                if (name == "onerror" && exitCode == 0) break;
                if (name is "stderr" or "stdout")
                {
                    await part(text.ToString(), toError);
                    text.Clear();
                    toError = name == "stderr";
                }
                else text.Append(Value(name, facts, number, exitCode, error));
            }
            else text.Append(c);
        }
        await part(text.ToString(), toError);
    }

    private static string? Name(string format, int at, string opening)
    {
        if (string.CompareOrdinal(format, at, opening, 0, opening.Length) != 0) return null;
        var end = format.IndexOf('}', at);
        return end < 0 ? null : format[(at + opening.Length)..end];
    }

    private static string Value(string name, TransferFacts facts, int number, int exitCode, string error) => name switch
    {
        "http_code" or "response_code" => facts.Status.ToString("000", CultureInfo.InvariantCulture),
        "http_connect" => "000",
        "http_version" => facts.Version,
        "method" => facts.Method,
        "scheme" => facts.EffectiveUrl.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? "HTTPS" : "HTTP",
        "url" => facts.Url,
        "url_effective" => facts.EffectiveUrl,
        "urlnum" => $"{number}",
        "redirect_url" => facts.RedirectUrl ?? "",
        "num_redirects" => $"{facts.Redirects}",
        "num_connects" => $"{facts.Connections}",
        "num_headers" => $"{facts.Headers.Count}",
        "content_type" => facts.ContentType,
        "filename_effective" => facts.File ?? "",
        "size_download" => $"{facts.Received}",
        "size_upload" => $"{facts.Sent}",
        "size_header" => $"{facts.HeaderBytes}",
        "size_request" => "0",
        "speed_download" => $"{Speed(facts.Received, facts)}",
        "speed_upload" => $"{Speed(facts.Sent, facts)}",
        "remote_ip" => facts.Remote?.Address.ToString() ?? "",
        "remote_port" => $"{facts.Remote?.Port ?? 0}",
        "local_ip" => facts.Local?.Address.ToString() ?? "",
        "local_port" => $"{facts.Local?.Port ?? 0}",
        "ssl_verify_result" or "proxy_ssl_verify_result" => facts.VerifyFailed ? "1" : "0",
        "exitcode" => $"{exitCode}",
        "errormsg" => error,
        "time_namelookup" => Seconds(facts.NameLookup),
        "time_connect" => Seconds(facts.Connect),
        "time_appconnect" => Seconds(facts.AppConnect),
        "time_pretransfer" => Seconds(facts.PreTransfer),
        "time_starttransfer" => Seconds(facts.StartTransfer),
        "time_redirect" => Seconds(facts.Redirecting),
        "time_total" => Seconds(facts.Total),
        _ => "",
    };

    private static long Speed(long bytes, TransferFacts facts) => facts.Total > TimeSpan.Zero ? (long)(bytes / facts.Total.TotalSeconds) : 0;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
