using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Scenarios.Support;

/// <summary>A Git repository served over HTTP by git's own CGI program, optionally behind a token.</summary>
public sealed class GitServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string directory;

    private GitServer(WebApplication app, string directory) => (this.app, this.directory) = (app, directory);

    public string Url => $"{app.Urls.Single()}/runbooks.git";

    public static async Task<GitServer> StartAsync(string? token = null)
    {
        var directory = Directory.CreateTempSubdirectory("opsportal-git-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => ServeAsync(context, directory, token));
        await app.StartAsync();
        var server = new GitServer(app, directory);
        await server.GitAsync("init", "--quiet", "--initial-branch=main", Path.Combine(directory, "runbooks.git"));
        return server;
    }

    /// <summary>Commits these files on top of what is there.</summary>
    public async Task CommitAsync(params (string Path, string Text)[] files)
    {
        var work = Path.Combine(directory, "runbooks.git");
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(work, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }
        await GitAsync("-C", work, "add", "-A");
        await GitAsync("-C", work, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "change");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardError = true })!;
        var error = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error}");
    }

    private static async Task ServeAsync(HttpContext context, string directory, string? token)
    {
        if (token is not null && context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"x-access-token:{token}"))}")
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }
        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string?>
        {
            ["GIT_PROJECT_ROOT"] = directory,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["REQUEST_METHOD"] = context.Request.Method,
            ["PATH_INFO"] = context.Request.Path,
            ["QUERY_STRING"] = context.Request.QueryString.Value?.TrimStart('?'),
            ["CONTENT_TYPE"] = context.Request.ContentType,
            ["HTTP_GIT_PROTOCOL"] = context.Request.Headers["Git-Protocol"],
            ["HTTP_CONTENT_ENCODING"] = context.Request.Headers.ContentEncoding,
        })
            start.Environment[name] = value;
        using var backend = Process.Start(start)!;
        await context.Request.Body.CopyToAsync(backend.StandardInput.BaseStream);
        backend.StandardInput.Close();
        using var answer = new MemoryStream();
        await backend.StandardOutput.BaseStream.CopyToAsync(answer);
        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in System.Text.Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status") context.Response.StatusCode = int.Parse(value.Split(' ')[0]);
            else context.Response.Headers[name] = value;
        }
        await context.Response.Body.WriteAsync(bytes.AsMemory(end + 4));
    }
}
