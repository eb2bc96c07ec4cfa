using System.Net.Http.Headers;
using System.Text;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary>Reads and puts together what a request sends.</summary>
internal sealed class RequestBody(ActionContext context)
{
    public const long Most = 64 << 20;

    private byte[]? input;

    /// <summary>The parts of a query, joined; empty where there are none.</summary>
    public async Task<string> QueryAsync(IReadOnlyList<HttpData> data, CancellationToken cancellation) => Encoding.UTF8.GetString(await JoinAsync(data, "&", cancellation));

    /// <summary>New content for every try: content can be sent only once.</summary>
    public async Task<Func<HttpContent>?> ReadAsync(HttpBody? body, CancellationToken cancellation)
    {
        if (body is null) return null;
        if (body.Fields.Count > 0) return await FormAsync(body.Fields, cancellation);
        var bytes = body.Upload is { } upload ? await FileAsync(upload, cancellation) : await JoinAsync(body.Data, body.Joint, cancellation);
        return () =>
        {
            var content = new ByteArrayContent(bytes);
            if (body.ContentType is { } type) content.Headers.TryAddWithoutValidation("Content-Type", type);
            return content;
        };
    }

    private async Task<byte[]> JoinAsync(IReadOnlyList<HttpData> data, string joint, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        for (var i = 0; i < data.Count; i++)
        {
            if (i > 0) all.Write(Encoding.UTF8.GetBytes(joint));
            all.Write(await OneAsync(data[i], cancellation));
            if (all.Length > Most) throw TooLong();
        }
        return all.ToArray();
    }

    private async Task<byte[]> OneAsync(HttpData data, CancellationToken cancellation)
    {
        var bytes = data.File is { } file ? await FileAsync(file, cancellation) : Encoding.UTF8.GetBytes(data.Text?.Text() ?? "");
        if (data.WithoutLineEnds && data.File is not null) bytes = [.. bytes.Where(b => b is not ((byte)'\n' or (byte)'\r' or 0))];
        if (!data.Encode) return bytes;
        return Encoding.UTF8.GetBytes((data.Name is null ? "" : $"{data.Name}=") + Encoded(bytes));
    }

    private static string Encoded(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') text.Append((char)b);
            // as a form has it, and as curl sends it
            else if (b == ' ') text.Append('+');
            else text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private async Task<Func<HttpContent>> FormAsync(IReadOnlyList<HttpField> fields, CancellationToken cancellation)
    {
        List<(HttpField Field, byte[] Bytes)> read = [];
        foreach (var field in fields) read.Add((field, field.File is { } file ? await FileAsync(file, cancellation) : Encoding.UTF8.GetBytes(field.Value ?? "")));
        return () =>
        {
            var form = new MultipartFormDataContent();
            foreach (var (field, bytes) in read)
            {
                var content = new ByteArrayContent(bytes);
                var type = field.ContentType ?? (field.FileName is null ? null : TypeOf(field.FileName));
                content.Headers.ContentDisposition = new("form-data") { Name = Quoted(field.Name), FileName = field.FileName is null ? null : Quoted(field.FileName) };
                if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);
                form.Add(content);
            }
            // servers exist that do not understand quotes around the boundary
            if (form.Headers.ContentType?.Parameters.FirstOrDefault(p => p.Name == "boundary") is NameValueHeaderValue boundary) boundary.Value = boundary.Value?.Trim('"');
            return form;
        };
    }

    /// <summary>The types that curl tells by a name.</summary>
    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".txt" => "text/plain",
        ".htm" or ".html" => "text/html",
        ".xml" => "application/xml",
        ".pdf" => "application/pdf",
        ".gif" => "image/gif",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "%22", StringComparison.Ordinal).ReplaceLineEndings("%0A")}\"";

    private async Task<byte[]> FileAsync(string name, CancellationToken cancellation)
    {
        if (name is "-" or "/dev/stdin") return input ??= await InputAsync(cancellation);
        await using var file = await context.Files.OpenAsync(name, cancellation)
            ?? throw new WebFailure(WebFailure.NotRead, "Failed to open/read local data from file/application", $"There is no file {name} here. Attach it to the runbook, or let an earlier step make it.");
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await file.ReadAsync(buffer, cancellation)) > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > Most) throw TooLong();
        }
        return all.ToArray();
    }

    private async Task<byte[]> InputAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        if (context.Input is not null)
            await foreach (var line in context.Input.WithCancellation(cancellation))
            {
                text.Append(line).Append('\n');
                if (text.Length > Most) throw TooLong();
            }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static WebFailure TooLong() => new(WebFailure.NotRead, "The body is longer than 64 MiB", "No more than 64 MiB can be sent from here.");
}
