using System.Text;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary>What a step prints: bodies, headers, errors, the lines of <c>-v</c>; into the output or into files.</summary>
internal sealed class HttpOutput(HttpSend send, ActionContext context) : IAsyncDisposable
{
    private readonly LineText text = new(context.Output);
    private readonly LineText errors = new(context.Output, OutputStream.Error);
    private Stream? headerFile;

    /// <summary>Gets a copy of what is printed of bodies, up to its limit.</summary>
    public MemoryStream? Copy { get; init; }
    public int CopyLimit { get; init; } = 8 << 20;

    public ValueTask TextAsync(string piece, bool error, CancellationToken cancellation) => (error ? errors : text).WriteAsync(piece, cancellation);

    public async ValueTask HeadAsync(HttpResponseMessage answer, TransferFacts facts, CancellationToken cancellation)
    {
        var head = AnswerHead.Text(answer, facts);
        facts.HeaderBytes += head.Length;
        // HTTPie prints its headers without the empty line behind them
        if (send.Include || send is { HeadOnly: true, Program: "curl" or "http" }) await text.WriteAsync(head, cancellation);
        if (send.HeaderFile is "-") await text.WriteAsync(head, cancellation);
        else if (send.HeaderFile is { } name && name != "/dev/null")
        {
            headerFile ??= await context.Files.CreateAsync(name, append: false, cancellation);
            await headerFile.WriteAsync(Encoding.UTF8.GetBytes(head), cancellation);
        }
        if (send.Verbose) await VerboseAsync(head, send.Program == "wget" ? "  " : "< ", cancellation);
    }

    public async ValueTask RequestAsync(HttpRequestMessage request, TransferFacts facts, CancellationToken cancellation)
    {
        if (!send.Verbose || send.Program != "curl") return;
        var uri = request.RequestUri!;
        var lines = new StringBuilder($"{request.Method} {uri.PathAndQuery} HTTP/1.1\nHost: {request.Headers.Host ?? uri.Authority}\n");
        foreach (var header in request.Headers.NonValidated.Concat(request.Content is { } content ? content.Headers.NonValidated : default))
            if (header.Key != "Host")
                foreach (var value in header.Value) lines.Append($"{header.Key}: {value}\n");
        await VerboseAsync(lines.Append('\n').ToString(), "> ", cancellation);
    }

    public async ValueTask NoteVerboseAsync(string line, CancellationToken cancellation)
    {
        if (send.Verbose && send.Program == "curl") await context.Output.ErrorAsync($"* {line}", cancellation);
    }

    /// <summary>The body as it comes. What is no text is told and not printed.</summary>
    public async ValueTask BodyAsync(Stream body, TransferFacts facts, CancellationToken cancellation)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var buffer = new byte[32 << 10];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        var isText = true;
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            facts.Received += count;
            if (facts.Received > RequestBody.Most) throw TooLong(facts);
            if (Copy is not null && Copy.Length < CopyLimit) Copy.Write(buffer, 0, count);
            if (isText && buffer.AsSpan(0, count).Contains((byte)0)) isText = false;
            if (!isText) continue;
            var length = decoder.GetChars(buffer, 0, count, characters, 0, flush: false);
            await text.WriteAsync(new string(characters, 0, length), cancellation);
        }
        if (!isText)
            await context.Output.NoteAsync($"The answer is no text ({facts.Received} bytes{(facts.ContentType.Length > 0 ? $" of {facts.ContentType}" : "")}) and is not printed; -o NAME keeps it as a file.", cancellation);
    }

    public async ValueTask FileAsync(Stream body, string name, TransferFacts facts, CancellationToken cancellation)
    {
        await using var file = name == "/dev/null" ? Stream.Null : await context.Files.CreateAsync(name, append: false, cancellation);
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            facts.Received += count;
            if (facts.Received > RequestBody.Most) throw TooLong(facts);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }

    public async ValueTask ErrorAsync(string line, CancellationToken cancellation)
    {
        if (!send.Silent) await context.Output.ErrorAsync(line, cancellation);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await text.CompleteAsync(cancellation);
        await errors.CompleteAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (headerFile is not null) await headerFile.DisposeAsync();
    }

    private async ValueTask VerboseAsync(string head, string mark, CancellationToken cancellation)
    {
        foreach (var line in head.TrimEnd('\n', '\r').Split('\n').Select(l => l.TrimEnd('\r')))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            await context.Output.ErrorAsync(mark + (colon > 0 && RequestMaker.IsSecret(line[..colon]) ? $"{line[..colon]}: •••" : line), cancellation);
        }
        await context.Output.ErrorAsync(mark.TrimEnd(), cancellation);
    }

    private static WebFailure TooLong(TransferFacts facts) =>
        new(WebFailure.TooLong, "Maximum file size exceeded", $"The answer is longer than {RequestBody.Most >> 20} MiB, which is as much as is taken here ({facts.Expected ?? facts.Received} bytes).");
}
