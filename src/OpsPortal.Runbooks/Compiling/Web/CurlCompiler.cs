using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary><c>curl</c>.</summary>
internal sealed class CurlCompiler : IProgramCompiler
{
    private const int MostRedirects = 50;

    public IReadOnlyList<string> Programs => ["curl"];

    public Verdict Compile(Invocation invocation)
    {
        var draft = new HttpDraft("curl", invocation.Context);
        if (CurlWords.Read(invocation.Arguments, out var problem) is not { } options) return draft.Problem(problem!);
        string? Value(string name) => options.LastOrDefault(o => o.Name == name)?.Value;
        bool Switch(string name) => options.Exists(o => o.Name == name);

        foreach (var header in options.Where(o => o.Name == "header"))
            if (header.Value.StartsWith('@')) draft.Refuse("headers from a file are not yet understood");
            else draft.Header(header.Value);
        if (Value("user-agent") is { } agent) draft.Header("User-Agent", agent.Length > 0 ? agent : null);
        if (Value("referer") is { } referer) draft.Header("Referer", referer);
        if (Value("range") is { } range) draft.Header("Range", $"bytes={range}");
        if (Value("user") is { } user) draft.Credentials(user);
        if (Value("oauth2-bearer") is { } bearer) draft.Bearer(bearer);
        if (Switch("insecure")) draft.AnyCertificate("-k");

        var data = new CurlData(draft, options);
        var asQuery = Switch("get");
        foreach (var (url, file, named) in Transfers(options)) draft.Url(Uploaded(url, Value("upload-file")), file, named);
        var method = draft.Method(Value("request"));
        var times = new HttpTimes { Most = draft.Seconds("-m", Value("max-time")), MostToConnect = draft.Seconds("--connect-timeout", Value("connect-timeout")) };
        var retries = new HttpRetries
        {
            Most = draft.Number("--retry", Value("retry")) ?? 0,
            Delay = draft.Number("--retry-delay", Value("retry-delay")),
            MostSeconds = draft.Number("--retry-max-time", Value("retry-max-time")),
            RefusedToo = Switch("retry-connrefused"),
            EveryFailure = Switch("retry-all-errors"),
        };
        var most = draft.Number("--max-redirs", Value("max-redirs")) ?? MostRedirects;
        var cookie = Value("cookie");
        return draft.Finish(() => new HttpSend
        {
            Method = method,
            Transfers = draft.Transfers,
            Query = [.. data.Query, .. asQuery ? data.Data : []],
            Headers = draft.Headers,
            Body = data.Body(asQuery, Value("upload-file")),
            User = draft.User,
            Bearer = Value("oauth2-bearer"),
            Cookies = new()
            {
                Sent = cookie is not null && cookie.Contains('=') ? cookie : null,
                ReadFrom = cookie is { Length: > 0 } && !cookie.Contains('=') ? cookie : null,
                KeptIn = Value("cookie-jar"),
            },
            MostRedirects = Switch("location") || Switch("location-trusted") ? most < 0 ? MostRedirects : most : 0,
            Insecure = Switch("insecure"),
            Fail = Switch("fail-with-body") ? HttpFailure.WithBody : Switch("fail") ? HttpFailure.WithoutBody : HttpFailure.Never,
            Include = Switch("include"),
            HeadOnly = Switch("head"),
            HeaderFile = Value("dump-header"),
            Silent = Switch("silent") && !Switch("show-error"),
            Verbose = Switch("verbose"),
            Compressed = Switch("compressed"),
            WriteOut = Value("write-out") is ['@', ..] ? null : Value("write-out"),
            Times = times,
            Retries = retries,
            Resolve = [.. options.Where(o => o.Name == "resolve").Select(o => o.Value)],
            ConnectTo = [.. options.Where(o => o.Name == "connect-to").Select(o => o.Value)],
            AddressFamily = Switch("ipv6") ? 6 : Switch("ipv4") ? 4 : null,
        });
    }

    /// <summary>Addresses in order, each with the file that stands for it in the order of files.</summary>
    private static IEnumerable<(string Url, string? File, bool Named)> Transfers(List<CurlOption> options)
    {
        var files = options.Where(o => o.Name is "output" or "remote-name").ToList();
        var all = options.Exists(o => o.Name == "remote-name-all");
        return options.Where(o => o.Name == CurlFlags.Url).Select((url, i) => i >= files.Count ? (url.Value, null, all)
            : files[i].Name == "remote-name" ? (url.Value, null, true) : (url.Value, files[i].Value == "-" ? null : files[i].Value, false));
    }

    /// <summary>An upload to a folder takes the file's own name.</summary>
    private static string Uploaded(string url, string? file) => file is { Length: > 0 } and not "-" && url.EndsWith('/') ? url + file[(file.LastIndexOf('/') + 1)..] : url;
}
