using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OpsPortal.Runbooks.Importing;

/// <summary>
/// Reads a repository's files with the real <c>git</c>, as an argument vector: a bare, shallow clone, whose blobs are read one by one.
/// Nothing is checked out, so no hook, filter, link or submodule of the repository has any effect here.
/// </summary>
public sealed class GitReader(IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The files below a folder, and the commit; a problem with git's own words where it cannot be read.</summary>
    public async Task<Result<GitSnapshot>> ReadAsync(Uri url, string? branch, string? folder, string? token, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("opsportal-git-").FullName;
        try
        {
            List<string> clone = ["clone", "--bare", "--depth=1", "--single-branch", "--no-tags", "--quiet"];
            if (branch is not null) clone.AddRange(["--branch", branch]);
            clone.AddRange(["--", url.ToString(), directory]);
            var cloned = await RunAsync(clone, token, cancellation);
            if (cloned.Code != 0) return Problem.Invalid(Refusal(cloned.Error, url, branch, token is not null), "url");
            var commit = (await RunAsync([$"--git-dir={directory}", "rev-parse", "HEAD"], null, cancellation)).Text.Trim();
            if (commit.Length == 0) return Problem.Invalid("The repository is empty: it has no commit yet.", "url");

            var tree = await RunAsync([$"--git-dir={directory}", "ls-tree", "-r", "-l", "-z", "--full-tree", "HEAD"], null, cancellation);
            var pack = new RunbookPack();
            var prefix = folder is null ? "" : folder.Trim('/') + "/";
            foreach (var entry in tree.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                // <mode> blob <hash> <size>\t<path>
                var tab = entry.IndexOf('\t', StringComparison.Ordinal);
                var facts = entry[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var path = entry[(tab + 1)..];
                if (!path.StartsWith(prefix, StringComparison.Ordinal) || RunbookPack.Ignored(path) || facts[1] != "blob") continue;
                if (facts[0] == "120000") pack.Left.Add($"{path} was left out: it is a link.");
                else if (long.Parse(facts[3], CultureInfo.InvariantCulture) > Files.RunbookFiles.MaxSize) pack.Left.Add($"{path} was left out: it is larger than {Files.RunbookFiles.MaxSize / (1024 * 1024)} MiB.");
                else if (pack.Add(path[prefix.Length..], await BlobAsync(directory, facts[2], cancellation)) is { } refused) return refused;
            }
            return new GitSnapshot(commit, pack);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Why an address will not do; null where it will.</summary>
    public Problem? Check(string address, out Uri? url)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out url) || url.Scheme is not ("https" or "http"))
            return Problem.Invalid($"\"{address}\" is no address of a repository that can be read here; it looks like https://code.example.com/team/runbooks.git.", "url");
        if (url.UserInfo.Length > 0) return Problem.Invalid("Leave user and password out of the address, where everybody would see them; give a token instead.", "url");
        if (url.Scheme == "http" && !configuration.GetValue("Git:AllowHttp", false)) return Problem.Invalid("Only https:// is read, because http:// shows what it carries to everybody on the way.", "url");
        return null;
    }

    private static string Refusal(string error, Uri url, string? branch, bool withToken) => error switch
    {
        _ when error.Contains("Remote branch", StringComparison.Ordinal) => $"The repository has no branch {branch}.",
        _ when error.Contains("terminal prompts disabled", StringComparison.Ordinal) || error.Contains("Authentication failed", StringComparison.Ordinal) =>
            withToken ? "The repository does not accept this token. Make one that may read its contents." : "The repository is not public, or does not exist. Give a token that may read it.",
        _ when error.Contains("Could not resolve host", StringComparison.Ordinal) => $"There is no host {url.Host}, as far as this machine can tell.",
        _ => $"git could not read it: {error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no reason given"}.",
    };

    private static async Task<byte[]> BlobAsync(string directory, string hash, CancellationToken cancellation)
    {
        using var git = Start([$"--git-dir={directory}", "cat-file", "blob", hash], null);
        using var content = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(content, cancellation);
        await git.WaitForExitAsync(cancellation);
        return content.ToArray();
    }

    private async Task<(int Code, string Text, string Error)> RunAsync(IReadOnlyList<string> arguments, string? token, CancellationToken cancellation)
    {
        using var tooLong = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLong.Token);
        using var git = Start(arguments, token);
        try
        {
            var (text, error) = (git.StandardOutput.ReadToEndAsync(patience.Token), git.StandardError.ReadToEndAsync(patience.Token));
            await git.WaitForExitAsync(patience.Token);
            return (git.ExitCode, await text, await error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (-1, "", $"it took longer than {Patience.TotalMinutes} minutes");
        }
        finally
        {
            if (!git.HasExited) git.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(IReadOnlyList<string> arguments, string? token)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (name, value) in new Dictionary<string, string?>
        {
            ["PATH"] = path,
            ["HOME"] = "/nonexistent",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "true",
            ["GIT_ALLOW_PROTOCOL"] = "https:http",
            ["LC_ALL"] = "C.UTF-8",
            ["GIT_HTTP_LOW_SPEED_LIMIT"] = "1000",
            ["GIT_HTTP_LOW_SPEED_TIME"] = "30",
        })
            start.Environment[name] = value;
        if (token is not null)
        {
            // In the environment and not among the arguments, which every user of the machine can read.
            start.Environment["GIT_CONFIG_COUNT"] = "1";
            start.Environment["GIT_CONFIG_KEY_0"] = "http.extraHeader";
            start.Environment["GIT_CONFIG_VALUE_0"] = $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{token}"))}";
        }
        var git = Process.Start(start)!;
        git.StandardInput.Close();
        return git;
    }
}

public sealed record GitSnapshot(string Commit, RunbookPack Pack);
