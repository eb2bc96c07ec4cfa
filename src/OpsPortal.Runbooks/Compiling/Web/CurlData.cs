using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>What a command line of curl sends: <c>-d</c> and its sisters, <c>--json</c>, <c>-F</c>, <c>-T</c>.</summary>
internal sealed class CurlData
{
    private readonly HttpDraft draft;
    private readonly List<HttpField> fields = [];
    private readonly bool json;

    public List<HttpData> Data { get; } = [];

    /// <summary><c>--url-query</c>, which goes behind the address whatever is sent.</summary>
    public List<HttpData> Query { get; } = [];

    public CurlData(HttpDraft draft, List<CurlOption> options)
    {
        this.draft = draft;
        json = options.Exists(o => o.Name == "json");
        if (json)
        {
            if (!draft.SaysType) draft.Header("Content-Type", "application/json");
            if (!draft.Headers.Exists(h => h.Name.Equals("Accept", StringComparison.OrdinalIgnoreCase))) draft.Header("Accept", "application/json");
        }
        foreach (var option in options)
            switch (option.Name)
            {
                case "data" or "data-ascii": Data.Add(Plain(option.Value, file: true)); break;
                case "data-binary" or "json": Data.Add(Plain(option.Value, file: true) with { WithoutLineEnds = false }); break;
                case "data-raw": Data.Add(Plain(option.Value, file: false)); break;
                case "data-urlencode": Data.Add(Encoded(option.Value)); break;
                case "url-query": Query.Add(option.Value.StartsWith('+') ? new() { Text = BodyText.Form(option.Value[1..]) } : Encoded(option.Value)); break;
                case "form": Field(option.Value); break;
                case "form-string" when option.Value.IndexOf('=') is > 0 and var at: fields.Add(new(option.Value[..at]) { Value = option.Value[(at + 1)..] }); break;
                case "form-string": draft.Refuse("a field of the form has no equals sign"); break;
            }
        if (fields.Count > 0 && Data.Count > 0) draft.Refuse("curl sends either data or a form, and both stand here");
    }

    public HttpBody? Body(bool asQuery, string? upload) =>
        upload is not null ? new() { Upload = upload is "." ? "-" : upload }
        : fields.Count > 0 ? new() { Fields = fields }
        : asQuery || Data.Count == 0 ? null
        : new() { Data = Data, Joint = json ? "" : "&", ContentType = draft.SaysType ? null : "application/x-www-form-urlencoded" };

    private HttpData Plain(string value, bool file)
    {
        if (file && value.StartsWith('@')) return new() { File = value[1..], WithoutLineEnds = true };
        // the shell leaves the line ends of a quoted text alone, and curl does too
        return new() { Text = draft.Text(value, json || draft.IsJson || (BodyText.LooksLikeJson(value) && !draft.SaysType)) };
    }

    // "content", "=content", "name=content", "@file", "name@file"
    private static HttpData Encoded(string value)
    {
        var at = value.AsSpan().IndexOfAny('=', '@');
        if (at < 0) return new() { Text = WebText.Plain(value), Encode = true };
        var name = at == 0 ? null : value[..at];
        return value[at] == '@' ? new() { Name = name, File = value[(at + 1)..], Encode = true } : new() { Name = name, Text = WebText.Plain(value[(at + 1)..]), Encode = true };
    }

    // name=content, name=@file;type=…;filename=…, name=<file
    private void Field(string value)
    {
        var at = value.IndexOf('=');
        if (at <= 0)
        {
            draft.Refuse("a field of the form has no equals sign");
            return;
        }
        var (name, content) = (value[..at], value[(at + 1)..]);
        var pieces = content.Split(';');
        string? type = null, fileName = null;
        var kept = pieces.Length;
        while (kept > 1 && pieces[kept - 1].Trim() is var piece && (piece.StartsWith("type=", StringComparison.Ordinal) || piece.StartsWith("filename=", StringComparison.Ordinal)))
        {
            if (piece[0] == 't') type = piece[5..];
            else fileName = piece[9..].Trim('"');
            kept--;
        }
        content = string.Join(';', pieces[..kept]);
        if (content.StartsWith('@') && content.Contains(',')) draft.Refuse("several files in one field are not yet understood");
        fields.Add(content switch
        {
            ['@', .. var file] => new(name) { File = file, FileName = fileName ?? file[(file.LastIndexOf('/') + 1)..], ContentType = type },
            ['<', .. var file] => new(name) { File = file, FileName = fileName, ContentType = type },
            _ => new(name) { Value = content is ['"', .., '"'] ? content[1..^1] : content, FileName = fileName, ContentType = type },
        });
    }
}
