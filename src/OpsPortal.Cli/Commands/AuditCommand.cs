using System.Text.Json;
using OpsPortal.Audit.Chain;

namespace OpsPortal.Cli.Commands;

/// <summary><c>audit verify</c> and <c>audit export</c>: of a file without any portal, or of a running one.</summary>
internal static class AuditCommand
{
    public static Task<int> RunAsync(string[] args, TextWriter stdout) => args switch
    {
        ["verify", .. var rest] => VerifyAsync(AuditArguments.Parse(rest), stdout),
        ["export", .. var rest] => ExportAsync(AuditArguments.Parse(rest, mayWrite: true), stdout),
        _ => throw new UsageException("Say what to do with the audit log: audit verify or audit export."),
    };

    private static async Task<int> VerifyAsync(AuditArguments arguments, TextWriter stdout)
    {
        if (arguments is { File: null, Portal: null }) throw new UsageException("Name an export to verify, or a portal with --portal or OPSPORTAL_URL.");
        if (arguments.File is null) return await VerifyPortalAsync(arguments, stdout);
        var (check, last) = await ReadAsync(arguments.File, arguments.Anchor);
        var (intact, sentence) = check.End();
        await stdout.WriteLineAsync(sentence);
        if (intact && arguments.Portal is not null && last is not null) intact = await TieAsync(arguments, last, stdout);
        return intact ? ExitCode.Fine : ExitCode.Errors;
    }

    private static async Task<int> VerifyPortalAsync(AuditArguments arguments, TextWriter stdout)
    {
        using var portal = new PortalClient(arguments);
        using var answer = await portal.GetJsonAsync($"api/v1/audit/verify{(arguments.Anchor is { } anchor ? $"?anchor={anchor}" : "")}");
        await stdout.WriteLineAsync(answer.RootElement.GetProperty("sentence").GetString());
        await stdout.WriteLineAsync(answer.RootElement.GetProperty("guardSentence").GetString());
        return answer.RootElement.GetProperty("intact").GetBoolean() ? ExitCode.Fine : ExitCode.Errors;
    }

    /// <summary>Whether the portal's log goes on from this file: its last entry is there still, or under a seal.</summary>
    private static async Task<bool> TieAsync(AuditArguments arguments, AuditLine last, TextWriter stdout)
    {
        using var portal = new PortalClient(arguments);
        using var answer = await portal.GetJsonAsync($"api/v1/audit/verify?anchor={new AuditAnchor(last.Id, last.Hash)}");
        var tied = answer.RootElement.GetProperty("intact").GetBoolean();
        await stdout.WriteLineAsync(tied ? $"The portal's log goes on from this file. {answer.RootElement.GetProperty("sentence").GetString()}" : $"The portal's log does not go on from this file. {answer.RootElement.GetProperty("sentence").GetString()}");
        return tied;
    }

    private static async Task<int> ExportAsync(AuditArguments arguments, TextWriter stdout)
    {
        if (arguments.File is not { } file) throw new UsageException("Name the file to write: opsportal audit export audit.jsonl.");
        using var portal = new PortalClient(arguments);
        var bytes = await portal.DownloadAsync($"api/v1/audit/export?format={(file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl")}", file);
        await stdout.WriteLineAsync($"Wrote {bytes:N0} bytes to {file}.");
        return ExitCode.Fine;
    }

    private static async Task<(ChainCheck Check, AuditLine? Last)> ReadAsync(string file, AuditAnchor? anchor)
    {
        if (!File.Exists(file)) throw new UnusableFileException($"There is no file {file}. Check the name and the directory you are in.");
        var check = new ChainCheck(complete: false, anchor);
        AuditLine? last = null;
        var number = 0;
        try
        {
            await foreach (var text in File.ReadLinesAsync(file))
            {
                number++;
                if (text.Length == 0) continue;
                if (!check.Take(last = AuditLine.Parse(text))) break;
            }
        }
        catch (JsonException)
        {
            throw new UnusableFileException($"Line {number} of {file} is no entry of an audit log. Export it as JSON lines; CSV cannot be verified.");
        }
        catch (NotSupportedException e)
        {
            throw new UnusableFileException($"{e.Message} Use a newer opsportal.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{file} could not be read: {e.Message}");
        }
        return (check, last);
    }
}
