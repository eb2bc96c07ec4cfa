using System.Globalization;
using System.Net;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Http;

/// <summary>Carries out one command of curl, wget or HTTPie: its transfers one after the other, with redirects and retries.</summary>
internal sealed class HttpRun(HttpSend send, ActionContext context)
{
    /// <summary>Where the command sets no limit. curl would wait for ever.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(10);

    private readonly CookieContainer? cookies = send.Cookies.ReadFrom is null && send.Cookies.KeptIn is null ? null : new();
    private readonly RequestBody bodies = new(context);

    /// <summary>Of the last answer that was not a redirect; null where there was none.</summary>
    public TransferFacts? Last { get; private set; }

    /// <param name="copy">Gets a copy of the body that is printed.</param>
    public async Task<ActionOutcome> RunAsync(CancellationToken cancellation, MemoryStream? copy = null)
    {
        try
        {
            await using var output = new HttpOutput(send, context) { Copy = copy };
            using var client = new HopClient(send, context, Seconds(send.Times.MostToConnect) ?? Connector.MostToConnect);
            await ReadCookiesAsync(cancellation);
            var retries = new Retrying(send.Retries, context.Time);
            (WebFailure? Failure, TransferFacts Facts) ended = (null, new("", context.Time));
            for (var i = 0; i < send.Transfers.Count; i++)
                ended = await TransferAsync(send.Transfers[i], i, client, output, retries, cancellation);
            await output.CompleteAsync(cancellation);
            await KeepCookiesAsync(cancellation);
            return Outcome(ended.Failure, ended.Facts);
        }
        catch (Exception refused) when (refused is ReachRefusedException or WebTextException)
        {
            return ActionOutcome.Failure(refused.Message);
        }
        catch (WebFailure wrong)
        {
            await context.Output.ErrorAsync(ExitCodes.Line(send, wrong, new("", context.Time)), cancellation);
            return ActionOutcome.Failure(wrong.Advice ?? wrong.Message, ExitCodes.Of(send, wrong.Code, 0));
        }
    }

    private async Task<(WebFailure?, TransferFacts)> TransferAsync(HttpTransfer transfer, int number, HopClient client, HttpOutput output, Retrying retries, CancellationToken cancellation)
    {
        retries.Begin();
        while (true)
        {
            var facts = new TransferFacts(transfer.Url.Text(), context.Time);
            client.Facts = facts;
            var failure = await TryAsync(transfer, facts, client, output, cancellation);
            facts.Total = facts.Elapsed;
            if (retries.Next(failure, facts) is { } delay)
            {
                await output.ErrorAsync($"Warning: Problem: {Retrying.Name(failure)}. Will retry in {delay.TotalSeconds:0} seconds. {retries.Left} retries left.", cancellation);
                await Task.Delay(delay, context.Time, cancellation);
                continue;
            }
            Last = facts;
            if (send.WriteOut is { } format)
                await WriteOut.RunAsync(format, facts, number, failure?.Code ?? 0, failure?.Message ?? "", (text, error) => output.TextAsync(text, error, cancellation));
            if (failure is not null) await output.ErrorAsync(ExitCodes.Line(send, failure, facts), cancellation);
            // the change may have been made: nobody can say
            if (failure is not null && send.Risk != Risk.Read && facts.Status == 0 && facts.Connections > 0 && failure.Code is WebFailure.TimedOut or WebFailure.Empty or WebFailure.Received)
            {
                await output.CompleteAsync(cancellation);
                throw new TargetUnreachableException($"{failure.Advice ?? failure.Message} Whether the request arrived is not known; look before you send it again.", requestMayHaveArrived: true, failure);
            }
            return (failure, facts);
        }
    }

    private async Task<WebFailure?> TryAsync(HttpTransfer transfer, TransferFacts facts, HopClient client, HttpOutput output, CancellationToken cancellation)
    {
        var most = Seconds(send.Times.Most) ?? MostTime;
        using var limit = new CancellationTokenSource(most, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await ExchangeAsync(transfer, facts, client, output, either.Token);
            return null;
        }
        catch (WebFailure failure)
        {
            return failure;
        }
        catch (Exception wrong) when (wrong is HttpIOException or IOException && facts.Status != 0)
        {
            var missing = facts.Expected is { } expected ? $"transfer closed with {expected - facts.Received} bytes remaining to read" : "transfer closed with outstanding read data remaining";
            return new(WebFailure.Partial, missing, "The answer broke off before its end.", wrong);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            var got = facts.Expected is { } expected ? $"{facts.Received} out of {expected}" : $"{facts.Received}";
            return new(WebFailure.TimedOut, $"Operation timed out after {facts.Elapsed.TotalMilliseconds:0} milliseconds with {got} bytes received", $"The answer did not come within {most.TotalSeconds:0.#} seconds.");
        }
    }

    private async Task ExchangeAsync(HttpTransfer transfer, TransferFacts facts, HopClient client, HttpOutput output, CancellationToken cancellation)
    {
        var url = facts.Url;
        if (send.Query.Count > 0) url += (url.Contains('?') ? '&' : '?') + await bodies.QueryAsync(send.Query, cancellation);
        var content = await bodies.ReadAsync(send.Body, cancellation);
        var first = Parse(url);
        var (uri, method) = (first, send.EffectiveMethod());
        while (true)
        {
            (facts.EffectiveUrl, facts.Method) = (uri.AbsoluteUri, method);
            client.Check(uri);
            using var request = RequestMaker.Make(send, uri, method, content?.Invoke(), Uri.Compare(uri, first, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0, Cookies(uri, first));
            facts.Sent += request.Content?.Headers.ContentLength ?? 0;
            await output.RequestAsync(request, facts, cancellation);
            if (send.Risk != Risk.Read) await context.BeforeSideEffect(cancellation);
            using var answer = await client.SendAsync(request, cancellation);
            Told(answer, facts);
            await output.HeadAsync(answer, facts, cancellation);
            TakeCookies(uri, facts);
            if (send.MostRedirects > 0 && Redirects.Target(answer, uri) is { } next)
            {
                if (facts.Redirects >= send.MostRedirects) throw new WebFailure(WebFailure.TooManyRedirects, $"Maximum ({send.MostRedirects}) redirects followed", "The server sends in circles.");
                facts.Redirects++;
                facts.Redirecting = facts.Elapsed;
                if (content is not null && Redirects.DropsBody(answer.StatusCode, send.Body?.Upload is not null)) (method, content) = (send.Method ?? "GET", null);
                uri = next;
                continue;
            }
            await BodyAsync(transfer, answer, facts, output, cancellation);
            return;
        }
    }

    private async Task BodyAsync(HttpTransfer transfer, HttpResponseMessage answer, TransferFacts facts, HttpOutput output, CancellationToken cancellation)
    {
        var failed = send.Fail != HttpFailure.Never && facts.Status >= 400 ? new WebFailure(WebFailure.HttpError, $"The requested URL returned error: {facts.Status}", $"The server answered {facts.Answer}.") : null;
        if (failed is not null && send.Fail == HttpFailure.WithoutBody) throw failed;
        facts.File = transfer.File ?? (transfer.NamedAsRemote ? RemoteName(facts) : null);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        if (send.HeadOnly && send.Program == "curl") facts.File = null;
        if (facts.File is { } file) await output.FileAsync(body, file, facts, cancellation);
        else if (!(send is { Program: "http", Include: true })) await output.BodyAsync(body, facts, cancellation);
        if (failed is not null) throw failed;
    }

    private static void Told(HttpResponseMessage answer, TransferFacts facts)
    {
        facts.StartTransfer = facts.Elapsed;
        facts.PreTransfer = facts.AppConnect > facts.Connect ? facts.AppConnect : facts.Connect;
        (facts.Status, facts.StatusText) = ((int)answer.StatusCode, answer.ReasonPhrase is { Length: > 0 } phrase ? phrase : answer.StatusCode.ToString());
        facts.Version = answer.Version.Major >= 2 ? $"{answer.Version.Major}" : $"{answer.Version.Major}.{answer.Version.Minor}";
        facts.Headers = AnswerHead.Headers(answer);
        facts.ContentType = facts.Headers.FirstOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        facts.Expected = answer.Content.Headers.ContentLength;
        facts.RedirectUrl = Redirects.Target(answer, answer.RequestMessage!.RequestUri!)?.AbsoluteUri;
    }

    private static string RemoteName(TransferFacts facts)
    {
        var path = Uri.UnescapeDataString(new Uri(facts.Url).AbsolutePath);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length > 0 && name is not ("." or "..") ? name : throw new WebFailure(WebFailure.NotWritten, "Remote file name has no length", "The address ends without a name. Give one with -o.");
    }

    internal static Uri Parse(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
        ? uri : throw new WebFailure(WebFailure.BadUrl, "URL using bad/illegal format or missing URL", "The address is none. Check its host and its port.");

    private string? Cookies(Uri uri, Uri first)
    {
        var sent = uri.Authority == first.Authority ? send.Cookies.Sent : null;
        var kept = cookies?.GetCookieHeader(uri);
        return string.IsNullOrEmpty(kept) ? sent : sent is null ? kept : $"{kept}; {sent}";
    }

    private void TakeCookies(Uri uri, TransferFacts facts)
    {
        if (cookies is null) return;
        foreach (var (_, value) in facts.Headers.Where(h => h.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)))
            try
            {
                cookies.SetCookies(uri, value);
            }
            catch (CookieException)
            {
                // a cookie that is none is not kept, as browsers have it
                continue;
            }
    }

    private async Task ReadCookiesAsync(CancellationToken cancellation)
    {
        if (cookies is null || send.Cookies.ReadFrom is not { } name) return;
        // curl begins with no cookies where there is no file
        await using var file = await context.Files.OpenAsync(name, cancellation);
        if (file is null) return;
        using var reader = new StreamReader(file);
        CookieFile.Read(await reader.ReadToEndAsync(cancellation), cookies);
    }

    private async Task KeepCookiesAsync(CancellationToken cancellation)
    {
        if (cookies is null || send.Cookies.KeptIn is not { } name) return;
        await using var file = await context.Files.CreateAsync(name, append: false, cancellation);
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(CookieFile.Write(cookies)), cancellation);
    }

    private ActionOutcome Outcome(WebFailure? failure, TransferFacts facts)
    {
        int? status = facts.Status == 0 ? null : facts.Status;
        if (failure is not null) return ActionOutcome.Failure(failure.Advice ?? failure.Message, ExitCodes.Of(send, failure.Code, facts.Status)) with { HttpStatus = status };
        var where = facts.File is null or "/dev/null" ? "" : $", {facts.Received} bytes in {facts.File}";
        return new(true, send.Transfers.Count == 1 ? facts.Answer + where : $"{send.Transfers.Count} requests, the last: {facts.Answer}{where}", 0) { HttpStatus = status };
    }

    private static TimeSpan? Seconds(string? text) => text is null or "0" ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds)
        : throw new WebFailure(2, $"\"{text}\" is no number of seconds", "Give a number of seconds.");
}
