using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// One run of an exec plug-in, without a shell. Of the portal's own environment it sees only what programs need to work;
/// whatever else it wants must stand in the kubeconfig's <c>env</c>.
/// </summary>
internal sealed class PluginProcess(ExecPlugin plugin, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int LongestAnswer = 1 << 20;

    private static readonly string[] Inherited =
        ["PATH", "HOME", "USER", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];

    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var process = Start();
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError, either.Token);
            var printed = await ReadAsync(process.StandardOutput, either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? printed : throw Failed($"ended with code {process.ExitCode}{Said(await errors)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"did not answer within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo
        {
            FileName = Located(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = plugin.Directory ?? "",
        };
        foreach (var argument in plugin.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Except(Inherited).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in plugin.Environment)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Request().ToJsonString();
        try
        {
            return Process.Start(start) ?? throw Failed("could not be started");
        }
        catch (Win32Exception e)
        {
            throw Failed($"could not be started: {e.Message}{(plugin.InstallHint is { } hint ? $" ({hint.Trim()})" : "")}");
        }
    }

    /// <summary>A bare name is left to PATH, a path with folders starts where the kubeconfig lies.</summary>
    private string Located() =>
        plugin.Command.Contains('/') && !Path.IsPathFullyQualified(plugin.Command) && plugin.Directory is { } directory
            ? Path.Combine(directory, plugin.Command)
            : plugin.Command;

    private JsonObject Request()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.Cluster is { } cluster)
            spec["cluster"] = cluster.DeepClone();
        return new() { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if (text.Length + count > LongestAnswer)
                throw Failed("printed more than 1 MiB");
            text.Append(buffer, 0, count);
        }
        return text.ToString();
    }

    private static string Said(string errors) =>
        errors.Trim() is { Length: > 0 } text ? $": {(text.Length > 500 ? text[^500..] : text)}" : "";

    private TargetUnreachableException Failed(string how) =>
        new($"the credential plug-in {plugin.Command} {how}; without it the cluster cannot be asked, so repair it or use a "
            + "service-account token");
}
