using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsPortal.Audit;

/// <summary>The log as a file: JSON lines, which can be verified, or CSV for spreadsheets.</summary>
internal static class AuditExport
{
    private static readonly string[] Columns = ["id", "at", "actor", "actorId", "action", "subjectKind", "subjectId", "address", "client", "detail", "hashVersion", "previousHash", "hash"];

    /// <summary>What makes a cell need quotes, in spreadsheets of any language.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n\t;");

    public static async Task WriteJsonLinesAsync(IAsyncEnumerable<AuditEntry> entries, Stream to, CancellationToken cancellation)
    {
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            await to.WriteAsync(entry.ToLine().ToJson(), cancellation);
            await to.WriteAsync("\n"u8.ToArray(), cancellation);
        }
    }

    /// <summary>RFC 4180.</summary>
    public static async Task WriteCsvAsync(IAsyncEnumerable<AuditEntry> entries, Stream to, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', Columns));
        await foreach (var e in entries.WithCancellation(cancellation))
            await writer.WriteLineAsync(string.Join(',', new[]
            {
                $"{e.Id}", e.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), e.ActorName, $"{e.ActorId}", e.Action, e.SubjectKind, e.SubjectId, e.Address ?? "", e.Client ?? "",
                JsonSerializer.Serialize(e.ToLine().Detail), $"{e.HashVersion}", e.PreviousHash, e.Hash,
            }.Select(Cell)));
    }

    /// <summary>A spreadsheet would compute what begins like a formula; behind a quote it is text.</summary>
    public static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
