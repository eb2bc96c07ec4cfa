using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary><c>wget</c> of single addresses.</summary>
internal sealed class WgetCompiler : IProgramCompiler
{
    private const int MostRedirects = 20;

    private static readonly FlagTable Flags = new(
        Flag.Switch("quiet", 'q'), Flag.Valued("output-document", 'O'), Flag.Switch("spider"), Flag.Valued("header"), Flag.Valued("post-data"), Flag.Valued("post-file"), Flag.Valued("body-data"), Flag.Valued("body-file"),
        Flag.Valued("method"), Flag.Switch("server-response", 'S'), Flag.Switch("no-check-certificate"), Flag.Valued("timeout", 'T'), Flag.Valued("connect-timeout"), Flag.Valued("read-timeout"), Flag.Valued("dns-timeout"),
        Flag.Valued("tries", 't'), Flag.Valued("user"), Flag.Valued("password"), Flag.Valued("http-user"), Flag.Valued("http-password"), Flag.Valued("user-agent", 'U'), Flag.Valued("referer"), Flag.Valued("max-redirect"),
        Flag.Switch("content-on-error"), Flag.Switch("inet4-only", '4'), Flag.Switch("inet6-only", '6'),
        // what makes no difference here
        Flag.Switch("verbose", 'v'), new("progress", null, FlagValue.Required), Flag.Switch("show-progress"), Flag.Switch("no-verbose"), Flag.Switch("no-proxy"), Flag.Switch("no-cache"), Flag.Switch("no-dns-cache"), Flag.Switch("no-hsts"),
        Flag.Valued("waitretry"), Flag.Valued("wait", 'w'), Flag.Switch("retry-connrefused"), Flag.Switch("auth-no-challenge"),
        Flag.NotYet("recursive", 'r'), Flag.NotYet("mirror", 'm'), Flag.NotYet("continue", 'c'), Flag.NotYet("input-file", 'i', FlagValue.Required), Flag.NotYet("directory-prefix", 'P', FlagValue.Required), Flag.NotYet("background", 'b'),
        Flag.NotYet("no-clobber"), Flag.NotYet("timestamping", 'N'), Flag.NotYet("output-file", 'o', FlagValue.Required), Flag.NotYet("append-output", 'a', FlagValue.Required), Flag.NotYet("level", 'l', FlagValue.Required),
        Flag.NotYet("accept", 'A', FlagValue.Required), Flag.NotYet("reject", 'R', FlagValue.Required), Flag.NotYet("no-parent"), Flag.NotYet("page-requisites", 'p'), Flag.NotYet("convert-links", 'k'), Flag.NotYet("debug", 'd'),
        Flag.NotYet("ca-certificate", null, FlagValue.Required), Flag.NotYet("certificate", null, FlagValue.Required), Flag.NotYet("private-key", null, FlagValue.Required), Flag.NotYet("load-cookies", null, FlagValue.Required),
        Flag.NotYet("save-cookies", null, FlagValue.Required), Flag.NotYet("content-disposition"), Flag.NotYet("limit-rate", null, FlagValue.Required), Flag.NotYet("version", 'V'), Flag.NotYet("help", 'h'));

    public IReadOnlyList<string> Programs => ["wget"];

    public Verdict Compile(Invocation invocation)
    {
        var draft = new HttpDraft("wget", invocation.Context);
        // "-nv" is one option, not two
        var list = ArgumentReader.Read("wget", [.. invocation.Arguments.Select(a => a switch { "-nv" => "--no-verbose", "-nc" => "--no-clobber", "-np" => "--no-parent", _ => a })], Flags);
        if (list.Problem is { } problem) return draft.Problem(problem);
        foreach (var header in list.Values("header")) draft.Header(header);
        if (list.Value("user-agent") is { } agent) draft.Header("User-Agent", agent);
        if (list.Value("referer") is { } referer) draft.Header("Referer", referer);
        var (user, password) = (list.Value("http-user") ?? list.Value("user"), list.Value("http-password") ?? list.Value("password"));
        if (user is not null) draft.Credentials($"{user}:{password}");
        if (list.Switch("no-check-certificate")) draft.AnyCertificate("--no-check-certificate");
        var spider = list.Switch("spider");
        var file = list.Value("output-document");
        foreach (var url in list.Operands.Concat(list.Rest ?? [])) draft.Url(url, spider ? "/dev/null" : file is "-" ? null : file, file is null && !spider);
        var text = list.Value("post-data") ?? list.Value("body-data");
        var upload = list.Value("post-file") ?? list.Value("body-file");
        var data = text is not null ? new HttpData { Text = draft.Text(text, draft.IsJson || (BodyText.LooksLikeJson(text) && !draft.SaysType)) } : upload is not null ? new HttpData { File = upload } : null;
        var method = draft.Method(list.Value("method"));
        var tries = draft.Number("-t", list.Value("tries")) ?? 1;
        var times = new HttpTimes
        {
            Most = draft.Seconds("-T", list.Value("timeout") ?? list.Value("read-timeout")),
            MostToConnect = draft.Seconds("--connect-timeout", list.Value("connect-timeout")),
        };
        var redirects = draft.Number("--max-redirect", list.Value("max-redirect")) ?? MostRedirects;
        return draft.Finish(() => new HttpSend
        {
            Program = "wget",
            Method = method,
            Transfers = draft.Transfers,
            Headers = draft.Headers,
            Body = data is null ? null : new() { Data = [data], ContentType = draft.SaysType ? null : "application/x-www-form-urlencoded" },
            User = draft.User,
            MostRedirects = redirects,
            Insecure = list.Switch("no-check-certificate"),
            Fail = list.Switch("content-on-error") ? HttpFailure.WithBody : HttpFailure.WithoutBody,
            HeadOnly = spider,
            Silent = list.Switch("quiet"),
            Verbose = list.Switch("server-response"),
            Times = times,
            Retries = new() { Most = Math.Max(0, tries - 1) },
            AddressFamily = list.Switch("inet6-only") ? 6 : list.Switch("inet4-only") ? 4 : null,
        });
    }
}
