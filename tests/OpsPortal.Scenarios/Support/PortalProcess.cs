using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OpsPortal.Scenarios.Support;

/// <summary>The portal as a process of its own, which can be killed like one. Ended by its id when disposed.</summary>
public sealed partial class PortalProcess : IAsyncDisposable
{
    public const string AdminToken = "scenario-administrator-token-0123456789";

    private readonly Process process;
    private readonly List<string> log;

    private PortalProcess(Process process, List<string> log, Uri address)
    {
        (this.process, this.log) = (process, log);
        Client = new HttpClient { BaseAddress = address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
    }

    /// <summary>Signed in as the administrator.</summary>
    public HttpClient Client { get; }
    public int Id => process.Id;
    public bool IsAlive => !process.HasExited;
    public string Log { get { lock (log) return string.Join('\n', log); } }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="roles"><c>web</c>, <c>worker</c> or both.</param>
    public static async Task<PortalProcess> StartAsync(string connectionString, string roles = "web,worker", bool sandbox = false, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(Assembly)! };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__OpsPortal"] = connectionString;
        start.Environment["Roles"] = roles;
        start.Environment["Sandbox__Enabled"] = sandbox ? "true" : "false";
        start.Environment["OPSPORTAL_ADMIN_TOKEN"] = AdminToken;
        // Many people sign in from one address here.
        start.Environment["SignIn__PerMinute"] = "1000";
        foreach (var (name, value) in settings) start.Environment[name] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var (log, listening) = (new List<string>(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        void Read(object _, DataReceivedEventArgs e)
        {
            if (e.Data is null) return;
            lock (log) log.Add(e.Data);
            if (Listening().Match(e.Data) is { Success: true } found) listening.TrySetResult(new(found.Groups[1].Value));
        }
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.Exited += (_, _) => { lock (log) listening.TrySetException(new InvalidOperationException($"The portal ended at once:\n{string.Join('\n', log)}")); };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PortalProcess(process, log, await listening.Task.WaitAsync(TimeSpan.FromSeconds(180)));
    }

    /// <summary><c>kill -9</c>: nothing is said, nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Stands still, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => Programs.RunAsync(["kill", "-STOP", $"{Id}"]);

    public Task ThawAsync() => Programs.RunAsync(["kill", "-CONT", $"{Id}"]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    /// <summary>As built beside these tests, in the same configuration.</summary>
    private static string Assembly { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../src/OpsPortal/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/OpsPortal.dll"));

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
