using System.Diagnostics;

namespace OpsPortal.Tests.Sandbox.Kubectl;

/// <summary>Runs the real kubectl: that of the variable KUBECTL, else the first one in PATH. No shell, a home of its own.</summary>
public sealed class Kubectl : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string program = Find();
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("kubectl-");
    private readonly string kubeconfig;

    public Kubectl(string kubeconfigText)
    {
        kubeconfig = Path.Combine(home.FullName, "config");
        File.WriteAllText(kubeconfig, kubeconfigText);
    }

    /// <summary>Runs programs over SPDY, as kubectl before 1.31 always does.</summary>
    public bool OverSpdy { get; init; }

    /// <summary>What it printed; fails the test where it fails.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await TryAsync(null, arguments);
        return result.Exit == 0 ? result.Output
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {result.Exit}: {result.Error}{result.Output}");
    }

    public Task<string> ApplyAsync(string manifest, params string[] more) => WithInputAsync(manifest, ["apply", "-f", "-", .. more]);

    public async Task<string> WithInputAsync(string input, params string[] arguments)
    {
        var result = await TryAsync(input, arguments);
        return result.Exit == 0 ? result.Output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {result.Exit}: {result.Error}");
    }

    public Task<(int Exit, string Output, string Error)> FailAsync(params string[] arguments) => TryAsync(null, arguments);

    /// <summary>Reads lines until there are enough, then ends the process.</summary>
    public async Task<IReadOnlyList<string>> FollowAsync(int lines, Func<Task>? once, params string[] arguments)
    {
        using var process = Start(false, arguments);
        using var impatience = new CancellationTokenSource(Patience);
        var heard = new List<string>();
        while (heard.Count < lines && await process.StandardOutput.ReadLineAsync(impatience.Token) is { } line)
        {
            heard.Add(line);
            if (heard.Count == 1 && once is not null) await once();
        }
        process.Kill();
        await process.WaitForExitAsync(impatience.Token);
        return heard;
    }

    private async Task<(int Exit, string Output, string Error)> TryAsync(string? input, string[] arguments)
    {
        using var process = Start(input is not null, arguments);
        using var impatience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(impatience.Token), process.StandardError.ReadToEndAsync(impatience.Token));
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        try
        {
            await process.WaitForExitAsync(impatience.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"kubectl {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} seconds.");
        }
    }

    private Process Start(bool withInput, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = withInput };
        start.Environment.Clear();
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["HOME"] = home.FullName;
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        if (OverSpdy) start.Environment["KUBECTL_REMOTE_COMMAND_WEBSOCKETS"] = "false";
        return Process.Start(start)!;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } named) return named;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(d => Path.Combine(d, "kubectl")).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("There is no kubectl in PATH, and these tests run the real one: install it (Debian: kubernetes-client), or name one in the variable KUBECTL.");
    }

    public void Dispose() => home.Delete(recursive: true);
}
