namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>The options of curl that change what is sent or seen; the others with a value are known so that it is not taken for the address.</summary>
internal sealed record CurlOptions(string? Url, string Method, IReadOnlyDictionary<string, string> RequestHeaders, string Body, bool Silent, bool Fail, bool Headers)
{
    private static readonly HashSet<string> WithValue =
        ["-o", "--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "-u", "--user", "-A", "--user-agent", "--retry"];

    /// <summary>Null where the text is no address.</summary>
    public Uri? Address => Url is not null && Uri.TryCreate(Url.Contains("://", StringComparison.Ordinal) ? Url : $"http://{Url}", UriKind.Absolute, out var address) ? address : null;

    public static CurlOptions Of(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        List<string> data = [];
        var (url, method, get) = ((string?)null, (string?)null, false);
        var (silent, showErrors, fail, head) = (false, false, false, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => i + 1 < arguments.Count ? arguments[++i] : "";
            var argument = arguments[i];
            if (argument is "-X" or "--request") method = Value().ToUpperInvariant();
            else if (argument is "-d" or "--data" or "--data-raw" or "--data-binary") data.Add(Value());
            else if (argument is "--data-urlencode") data.Add(Encoded(Value()));
            else if (argument is "-H" or "--header")
            {
                var parts = Value().Split(':', 2, StringSplitOptions.TrimEntries);
                headers[parts[0]] = parts[^1];
            }
            else if (WithValue.Contains(argument)) i++;
            else if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                silent |= argument == "--silent";
                showErrors |= argument == "--show-error";
                fail |= argument == "--fail";
                head |= argument is "--include" or "--head";
                get |= argument == "--get";
                if (argument == "--head") method ??= "HEAD";
            }
            else if (argument.Length > 1 && argument[0] == '-')
            {
                silent |= argument.Contains('s');
                showErrors |= argument.Contains('S');
                fail |= argument.Contains('f');
                head |= argument.Contains('i') || argument.Contains('I');
                get |= argument.Contains('G');
                if (argument.Contains('I')) method ??= "HEAD";
            }
            else url = argument;
        }
        var body = string.Join('&', data);
        if (get && body.Length > 0) (url, body) = ($"{url}{(url?.Contains('?') == true ? '&' : '?')}{body}", "");
        if (body.Length > 0 && !headers.ContainsKey("Content-Type")) headers["Content-Type"] = "application/x-www-form-urlencoded";
        return new(url, method ?? (body.Length > 0 ? "POST" : "GET"), headers, body, silent && !showErrors, fail, head);
    }

    private static string Encoded(string text) =>
        text.IndexOf('=') is var equals and >= 0 ? $"{text[..(equals + 1)]}{Uri.EscapeDataString(text[(equals + 1)..])}" : Uri.EscapeDataString(text);
}
