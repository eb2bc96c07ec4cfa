using System.Net.Sockets;
using Npgsql;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres;

/// <summary>Connections to the server of a binding. The binding's own user connects, whatever the command says; the database may be another of that server.</summary>
internal static class PostgresServer
{
    /// <exception cref="TargetUnreachableException">Nobody answers there, or the binding is no connection string.</exception>
    public static NpgsqlConnectionStringBuilder Settings(ServerBinding server, ServerPlace place)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new(server.ConnectionString);
        }
        catch (ArgumentException)
        {
            throw new TargetUnreachableException($"What the environment holds for {server.Name} is no connection string that can be read. Write it anew, e.g. Host=…;Username=…;Password=…;Database=….");
        }
        if (place.Database is { } database && Plain(database) is { } name) settings.Database = name;
        settings.Pooling = false;
        settings.IncludeErrorDetail = true;
        settings.ApplicationName = "OpsPortal";
        settings.Timeout = (int)PostgresLimits.ConnectTimeout.TotalSeconds;
        settings.CommandTimeout = 0;
        settings.KeepAlive = 30;
        settings.Enlist = false;
        return settings;
    }

    /// <exception cref="TargetUnreachableException">Nobody answers there.</exception>
    /// <exception cref="PostgresException">The server does not let us in.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(ServerBinding server, ServerPlace place, Action<PostgresNotice>? notice, CancellationToken cancellation)
    {
        var settings = Settings(server, place);
        var connection = new NpgsqlConnection(settings.ConnectionString);
        if (notice is not null) connection.Notice += (_, e) => notice(e.Notice);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception wrong)
        {
            await connection.DisposeAsync();
            if (wrong is PostgresException or OperationCanceledException) throw;
            if (wrong is NpgsqlException or SocketException or TimeoutException or IOException or ArgumentException or InvalidOperationException)
                throw new TargetUnreachableException($"{server.Name} could not be reached: {Cause(wrong)}. Check that the server runs, and the connection in the environment.", inner: wrong);
            throw;
        }
    }

    /// <summary>psql's own sentence for a server that does not let one in.</summary>
    public static string Refusal(ServerBinding server, ServerPlace place, PostgresException refused, string program = "psql")
    {
        var settings = Settings(server, place);
        var host = place.Host ?? settings.Host ?? "";
        var port = place.Port ?? $"{settings.Port}";
        var where = host.StartsWith('/') ? $"on socket \"{host}/.s.PGSQL.{port}\"" : $"at \"{host}\", port {port}";
        return $"{program}: error: connection to server {where} failed: {refused.Severity}:  {refused.MessageText}";
    }

    /// <summary>The connection was lost on the way.</summary>
    public static TargetUnreachableException Lost(ServerBinding server, Exception wrong, bool mayHaveChanged) =>
        new($"The connection to {server.Name} was lost: {Cause(wrong)}.", mayHaveChanged, wrong);

    /// <summary>A database that a URL gave with its parts keeps only the name.</summary>
    private static string? Plain(string database) =>
        Uri.TryCreate(database, UriKind.Absolute, out var url) && url.Scheme.StartsWith("postgres", StringComparison.Ordinal) ? url.AbsolutePath.Trim('/') is { Length: > 0 } path ? Uri.UnescapeDataString(path) : null : database;

    private static string Cause(Exception wrong)
    {
        var inner = wrong;
        while (inner.InnerException is { } deeper) inner = deeper;
        return inner is TimeoutException or OperationCanceledException ? "no answer in time" : inner.Message.TrimEnd('.');
    }
}
