using System.Diagnostics;
using System.Text;
using Npgsql;

namespace OpsPortal.Targets.Postgres;

/// <summary>A client program of PostgreSQL on this machine, with a binding's connection in its environment and nothing else there.</summary>
internal static class ClientProcess
{
    /// <summary>The program's path; null where it is not installed. PostgreSQL's own folder comes first: what stands on the PATH may be a wrapper.</summary>
    public static string? Find(string program)
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return installed.Concat(onPath).Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);
    }

    /// <param name="input">Copied to the program's input, which is then closed.</param>
    /// <param name="output">Takes the program's output as bytes; null writes it as lines.</param>
    public static async Task<int> RunAsync(string path, IEnumerable<string> arguments, NpgsqlConnectionStringBuilder connection, Func<Stream, CancellationToken, Task>? input, Stream? output, ActionContext context, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables(connection)) start.Environment[name] = value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start.");
        try
        {
            var errors = LinesAsync(process.StandardError, OutputStream.Error, context, cancellation);
            var outputs = output is null ? LinesAsync(process.StandardOutput, OutputStream.Out, context, cancellation) : process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            var inputs = FeedAsync(process.StandardInput.BaseStream, input, cancellation);
            await Task.WhenAll(errors, outputs, inputs);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task FeedAsync(Stream to, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellation)
    {
        try
        {
            await using (to)
                if (input is not null) await input(to, cancellation);
        }
        catch (IOException)
        {
            // it had enough and closed its end; its exit code says why
        }
    }

    private static async Task LinesAsync(StreamReader reader, OutputStream stream, ActionContext context, CancellationToken cancellation)
    {
        while (await reader.ReadLineAsync(cancellation) is { } line) await context.Output.WriteAsync(stream, line, cancellation);
    }

    private static IEnumerable<(string Name, string Value)> Variables(NpgsqlConnectionStringBuilder connection)
    {
        yield return ("PATH", "/usr/bin:/bin");
        yield return ("LC_ALL", "C.UTF-8");
        yield return ("PGAPPNAME", "OpsPortal");
        yield return ("PGCONNECT_TIMEOUT", $"{(int)PostgresLimits.ConnectTimeout.TotalSeconds}");
        if (connection.Host is { } host) yield return ("PGHOST", host);
        yield return ("PGPORT", $"{connection.Port}");
        if (connection.Username is { } user) yield return ("PGUSER", user);
        if (connection.Password is { } password) yield return ("PGPASSWORD", password);
        if (connection.Database is { } database) yield return ("PGDATABASE", database);
        var mode = connection.SslMode switch { SslMode.Disable => "disable", SslMode.Allow => "allow", SslMode.Require => "require", SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", _ => "prefer" };
        yield return ("PGSSLMODE", mode);
        if (connection.RootCertificate is { } authority) yield return ("PGSSLROOTCERT", authority);
    }
}
