using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>What the compilers of curl, wget and HTTPie have in common: a request being put together.</summary>
internal sealed partial class HttpDraft(string program, CommandContext context)
{
    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:(?:proxy-)?authorization|cookie|.*(?:token|api-?key|secret|password|auth).*)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretHeader();

    private string? reason;

    public string Program => program;
    public List<HttpHeader> Headers { get; } = [];
    public List<HttpTransfer> Transfers { get; } = [];
    public string? User { get; private set; }
    public bool IsJson => Headers.Any(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && h.Value is { } type && type.Contains("json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Neither a form nor text that is known not to be one.</summary>
    public bool SaysType => Headers.Any(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first reason why a person has to run it; without full stop.</summary>
    public string? Reason => reason;

    public void Refuse(string why) => reason ??= why;

    public void Url(string word, string? file = null, bool named = false, WebText? more = null)
    {
        if (UrlText.Read(program, word, out var why) is not { } url)
        {
            Refuse(why!);
            return;
        }
        if (url.User is { } user) Credentials(user);
        if (url.WasEncoded)
            context.Note(DiagnosticSeverity.Info, DiagnosticCodes.AddressNotEncoded,
                $"{program} would not send this address as it stands: it holds characters that have to be encoded, and OpsPortal encodes them. {(program == "curl" ? "Write -G --data-urlencode 'name=value' instead." : "Encode them.")}");
        var text = more is null ? url.Text : new WebText([.. url.Text.Parts, .. more.Parts]);
        Transfers.Add(new(text, file, named));
    }

    /// <param name="form">curl's <c>;</c> at the end sends the header empty, <c>:</c> at the end takes it away.</param>
    public void Header(string form)
    {
        var colon = form.IndexOf(':');
        if (colon <= 0 && form is [.., ';'] && Token().IsMatch(form[..^1])) Headers.Add(new(form[..^1], ""));
        else if (colon <= 0) context.Note(DiagnosticSeverity.Warning, DiagnosticCodes.InvalidValue, $"\"{ParameterText.Display(form)}\" is no header and is not sent; write Name: value.");
        else Header(form[..colon].Trim(), form[(colon + 1)..].Trim() is { Length: > 0 } value ? value : null);
    }

    public void Header(string name, string? value)
    {
        if (!Token().IsMatch(name)) Refuse($"\"{ParameterText.Display(name)}\" is no name of a header");
        if (value is not null && SecretHeader().IsMatch(name)) context.Parameters.KeepSecret(value);
        Headers.Add(new(name, value));
    }

    public void Credentials(string user)
    {
        // the name is no secret, what follows it is
        var inside = WebText.Cut(user).ToList();
        var colon = inside.FindIndex(p => !p.IsPlace && p.Text.Contains(':'));
        context.Parameters.KeepSecret(colon < 0 ? inside.Count > 1 ? inside[^1].Text : "" : string.Concat(inside.Skip(colon + 1).Select(p => p.Text)));
        User = user;
    }

    public void Bearer(string token) => context.Parameters.KeepSecret(token);

    public string? Method(string? method)
    {
        if (method is not null && !method.Contains(ParameterText.Open) && !Token().IsMatch(method)) Refuse($"\"{method}\" is no method of HTTP");
        return method;
    }

    /// <summary>A text that is sent as the body, or a part of it.</summary>
    public WebText Text(string text, bool json)
    {
        if (json && BodyText.Fault(text) is { } fault) context.Note(DiagnosticSeverity.Warning, DiagnosticCodes.BrokenJsonBody, $"The body says it is JSON, and {fault}.");
        return json ? BodyText.Json(text) : SaysType ? WebText.Plain(text) : BodyText.Form(text);
    }

    public void AnyCertificate(string flag) =>
        context.Note(DiagnosticSeverity.Warning, DiagnosticCodes.AnyCertificate, $"{flag} accepts any certificate, so anybody on the way can answer. Let an administrator add the authority to the environment instead.");

    public string? Seconds(string flag, string? value)
    {
        if (value is null || value.Contains(ParameterText.Open) || (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000)) return value;
        Refuse($"{flag} of {program} wants a number of seconds, and \"{value}\" is none");
        return null;
    }

    public int? Number(string flag, string? value)
    {
        if (value is null) return null;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Refuse($"{flag} of {program} wants a number, and \"{ParameterText.Display(value)}\" is none");
        return null;
    }

    public Verdict Finish(Func<HttpSend> send)
    {
        if (reason is null && Transfers.Count == 0) Refuse($"{program} names no address");
        if (reason is not null) return Verdict.Manual(reason);
        return Verdict.Native(PrometheusRequest.Recognize(send()));
    }

    /// <summary>The words could not be read.</summary>
    public Verdict Problem(Arguments.ArgumentProblem problem)
    {
        context.Note(problem.Code == DiagnosticCodes.UnsupportedFlag ? DiagnosticSeverity.Info : DiagnosticSeverity.Error, problem.Code, $"{problem.Reason}.");
        return Verdict.Manual(problem.Reason);
    }
}
