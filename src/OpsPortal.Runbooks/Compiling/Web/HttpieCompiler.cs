using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>HTTPie: <c>http [METHOD] URL [item…]</c>.</summary>
internal sealed partial class HttpieCompiler : IProgramCompiler
{
    private const int MostRedirects = 30;

    [GeneratedRegex(@"^[A-Z]{3,10}$")]
    private static partial Regex Method();

    [GeneratedRegex(@"^(?<n>[^:=@]+)(?<s>:=@|=@|:=|==|=|@|:)(?<v>.*)$", RegexOptions.Singleline)]
    private static partial Regex Item();

    private static readonly FlagTable Flags = new(
        Flag.Switch("json", 'j'), Flag.Switch("form", 'f'), Flag.Switch("headers", 'h'), Flag.Switch("body", 'b'), Flag.Valued("auth", 'a'), Flag.Valued("auth-type", 'A'), Flag.Switch("follow", 'F'), Flag.Valued("verify"),
        Flag.Switch("check-status"), Flag.Valued("timeout"), Flag.Valued("output", 'o'), Flag.Valued("raw"), Flag.Switch("ignore-stdin", 'I'), Flag.Valued("pretty"), Flag.Switch("quiet", 'q'), Flag.Valued("max-redirects"),
        Flag.Valued("style", 's'), Flag.Switch("all"), Flag.NotYet("verbose", 'v'), Flag.NotYet("print", 'p', FlagValue.Required), Flag.NotYet("download", 'd'), Flag.NotYet("stream", 'S'), Flag.NotYet("session", null, FlagValue.Required),
        Flag.NotYet("multipart"), Flag.NotYet("offline"), Flag.NotYet("cert", null, FlagValue.Required), Flag.NotYet("proxy", null, FlagValue.Required));

    public IReadOnlyList<string> Programs => ["http", "https"];

    public Verdict Compile(Invocation invocation)
    {
        var draft = new HttpDraft("http", invocation.Context);
        var list = ArgumentReader.Read(invocation.Program, invocation.Arguments, Flags);
        if (list.Problem is { } problem) return draft.Problem(problem);
        var words = new Queue<string>(list.Operands.Concat(list.Rest ?? []));
        var method = words.Count > 1 && Method().IsMatch(words.Peek()) ? words.Dequeue() : null;
        if (words.Count == 0) return Verdict.Manual("http names no address");
        var url = Address(invocation.Program, words.Dequeue());
        List<HttpData> query = [], form = [];
        var json = new JsonObject();
        foreach (var word in words) Take(word, draft, query, form, json);
        if (list.Value("auth-type") is { } type && type is not ("basic" or "bearer")) draft.Refuse($"-A {type} of http is not yet understood");
        var bearer = list.Value("auth-type") == "bearer" ? list.Value("auth") : null;
        if (bearer is not null) draft.Bearer(bearer);
        else if (list.Value("auth") is { } auth) draft.Credentials(auth);
        var insecure = list.Value("verify") is "no" or "false";
        if (insecure) draft.AnyCertificate("--verify=no");
        draft.Url(url, list.Value("output"));
        var times = new HttpTimes { Most = draft.Seconds("--timeout", list.Value("timeout")) };
        var body = Body(draft, list, form, json);
        return draft.Finish(() => new HttpSend
        {
            Program = "http",
            Method = method,
            Transfers = draft.Transfers,
            Query = query,
            Headers = draft.Headers,
            Body = body,
            User = draft.User,
            Bearer = bearer,
            MostRedirects = list.Switch("follow") ? MostRedirects : 0,
            Insecure = insecure,
            Fail = list.Switch("check-status") ? HttpFailure.WithBody : HttpFailure.Never,
            Include = list.Switch("headers"),
            HeadOnly = method == "HEAD",
            Silent = list.Switch("quiet"),
            Times = times,
        });
    }

    // ":8000/health" and "/health" mean this machine
    private static string Address(string program, string word) =>
        (word.Contains("://", StringComparison.Ordinal) || word.StartsWith(ParameterText.Open) ? "" : $"{program}://") + (word is [':' or '/', ..] ? $"localhost{(word.StartsWith(":/", StringComparison.Ordinal) ? word[1..] : word)}" : word);

    private static void Take(string word, HttpDraft draft, List<HttpData> query, List<HttpData> form, JsonObject json)
    {
        if (Item().Match(word) is not { Success: true } item)
        {
            draft.Refuse($"\"{ParameterText.Display(word)}\" is no item of http");
            return;
        }
        var (name, value) = (item.Groups["n"].Value, item.Groups["v"].Value);
        switch (item.Groups["s"].Value)
        {
            case ":": draft.Header(name, value.Length > 0 ? value : null); break;
            case "==": query.Add(new() { Name = name, Text = WebText.Plain(value), Encode = true }); break;
            case "=":
                form.Add(new() { Name = name, Text = WebText.Plain(value), Encode = true });
                json[name] = value;
                break;
            case ":=" when Parsed(value) is (true, var node): json[name] = node; break;
            default: draft.Refuse($"the item {ParameterText.Display(name + item.Groups["s"].Value)}… of http is not yet understood"); break;
        }
    }

    private static (bool, JsonNode?) Parsed(string value)
    {
        try
        {
            return (true, JsonNode.Parse(value));
        }
        catch (System.Text.Json.JsonException)
        {
            return (false, null);
        }
    }

    private static HttpBody? Body(HttpDraft draft, ArgumentList list, List<HttpData> form, JsonObject json)
    {
        if (list.Value("raw") is { } raw) return new() { Data = [new() { Text = draft.Text(raw, BodyText.LooksLikeJson(raw)) }], ContentType = draft.SaysType ? null : "application/json" };
        if (json.Count == 0) return null;
        if (list.Switch("form")) return new() { Data = form, ContentType = draft.SaysType ? null : "application/x-www-form-urlencoded; charset=utf-8" };
        // an escaped place would be none any more
        var text = json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("\\uE000", "\uE000").Replace("\\uE001", "\uE001");
        return new() { Data = [new() { Text = BodyText.Json(text) }], ContentType = draft.SaysType ? null : "application/json" };
    }
}
