using System.Diagnostics;

namespace OpsPortal.Tests.Sandbox.Docker;

/// <summary>Runs the real docker: that of the variable DOCKER, else the first one in PATH. No shell, a home of its own.</summary>
public sealed class DockerProgram(Uri engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string? Program = Find();

    /// <summary>There is none here, and this is no build server: there the tests fail.</summary>
    public static bool Missing => Program is null && Environment.GetEnvironmentVariable("CI") != "true";

    public async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => await RunAsync(null, arguments);

    public async Task<(int Exit, string Output, string Error)> RunAsync(string? input, string[] arguments)
    {
        using var process = Start(arguments);
        using var impatience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(impatience.Token), process.StandardError.ReadToEndAsync(impatience.Token));
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(impatience.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"docker {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} seconds.");
        }
    }

    /// <summary>Reads lines until there are enough, then ends the process.</summary>
    public async Task<IReadOnlyList<string>> FollowAsync(int lines, params string[] arguments)
    {
        using var process = Start(arguments);
        using var impatience = new CancellationTokenSource(Patience);
        List<string> heard = [];
        while (heard.Count < lines && await process.StandardOutput.ReadLineAsync(impatience.Token) is { } line) heard.Add(line);
        process.Kill();
        await process.WaitForExitAsync(impatience.Token);
        return heard;
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Program ?? throw new FileNotFoundException("There is no docker in PATH, and these tests run the real one: install it (Debian: docker-cli), or name one in the variable DOCKER."), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["DOCKER_HOST"] = engine.ToString();
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        return Process.Start(start)!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DOCKER") is { Length: > 0 } named) return named;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(d => Path.Combine(d, "docker")).FirstOrDefault(File.Exists);
    }
}
