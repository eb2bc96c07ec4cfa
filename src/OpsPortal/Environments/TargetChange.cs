using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>What a form makes of an environment's targets. Pure; says what is wrong and what to do.</summary>
internal static class TargetChange
{
    /// <summary>What the form leaves out stays as it was.</summary>
    public static Result<TargetSettings> Apply(TargetSettings before, EnvironmentForm form)
    {
        var databases = Servers(before.Databases, form.Databases, "databases", "Host=db.internal;Database=app;Username=ops;Password=…");
        if (!databases.Succeeded) return databases.Problem;
        var redis = Servers(before.Redis, form.Redis, "redis", "cache.internal:6379,password=…");
        if (!redis.Succeeded) return redis.Problem;
        foreach (var one in form.Databases is null ? [] : databases.Value)
            if (!IsConnectionString(one.ConnectionString))
                return Problem.Invalid($"The connection string of {one.Name} cannot be read; it looks like Host=db.internal;Database=app;Username=ops;Password=…", "databases");

        var prometheus = form.Prometheus is null ? before.Prometheus : null;
        if (form.Prometheus?.Url is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out prometheus) && prometheus.Scheme is "http" or "https"))
            return Problem.Invalid($"\"{url}\" is no address of a Prometheus; it looks like http://prometheus.internal:9090.", "prometheus");

        // the form shows the address without its credentials
        if (prometheus is { UserInfo: "" } && before.Prometheus is { UserInfo.Length: > 0 } known && Uri.Compare(prometheus, known, UriComponents.HttpRequestUrl, UriFormat.UriEscaped, StringComparison.Ordinal) == 0) prometheus = known;

        var docker = Docker(before.Docker, form.Docker);
        if (!docker.Succeeded) return docker.Problem;
        var http = Http(before.Http, form.Http);
        if (!http.Succeeded) return http.Problem;
        return before with
        {
            Databases = databases.Value,
            Redis = redis.Value,
            Prometheus = prometheus,
            Docker = docker.Value.Settings,
            Http = http.Value,
            Host = before.Host with
            {
                Programs = Clean(form.Programs) ?? before.Host.Programs,
                WorkingDirectory = form.Host is null ? before.Host.WorkingDirectory : Blank(form.Host.WorkingDirectory, before.Host.WorkingDirectory),
                SearchPath = Clean(form.Host?.SearchPath) ?? before.Host.SearchPath,
                Paths = form.Host?.Paths ?? before.Host.Paths,
                Variables = form.Host?.Variables ?? before.Host.Variables,
            },
        };
    }

    private static Result<List<ServerBinding>> Servers(IReadOnlyList<ServerBinding> before, IReadOnlyList<ServerForm>? form, string field, string example)
    {
        if (form is null) return before.ToList();
        List<ServerBinding> servers = [];
        foreach (var one in form)
        {
            if (string.IsNullOrWhiteSpace(one.Name)) return Problem.Invalid("Each server needs a name, e.g. orders.", field);
            if (servers.Any(s => s.Name == one.Name)) return Problem.Invalid($"There are two servers called {one.Name}; give each a name of its own.", field);
            var stored = before.FirstOrDefault(s => s.Name == one.Name);
            if ((one.ConnectionString is { Length: > 0 } given ? given : stored?.ConnectionString) is not { } connection)
                return Problem.Invalid($"{one.Name} has no connection string; it looks like {example}", field);
            servers.Add(new(one.Name.Trim(), connection.Trim(), Clean(one.Binds) ?? stored?.Binds ?? []));
        }
        return servers;
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new Npgsql.NpgsqlConnectionStringBuilder(text).Host is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or DbException)
        {
            return false;
        }
    }

    // A record of its own, because no docker at all is a result, too.
    private sealed record DockerChoice(DockerSettings? Settings);

    private static Result<DockerChoice> Docker(DockerSettings? before, DockerForm? form)
    {
        if (form is null) return new DockerChoice(before);
        if ((form.Url ?? before?.Url.ToString()) is not { Length: > 0 } url) return new DockerChoice(null);
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "unix" or "tcp" or "http" or "https"
            ? new DockerChoice(new(address, Blank(form.ComposeFile, before?.ComposeFile), Blank(form.Project, before?.Project)))
            : Problem.Invalid($"\"{url}\" is no address of a Docker engine; it looks like unix:///var/run/docker.sock or tcp://host:2375.", "docker");
    }

    private static Result<HttpSettings> Http(HttpSettings before, HttpForm? form)
    {
        if (form is null) return before;
        foreach (var route in form.Routes ?? [])
            if (route.From.Trim().Length == 0 || !route.To.Contains(':'))
                return Problem.Invalid($"The route \"{route.From}\" → \"{route.To}\" is incomplete; it looks like api.example.com → 10.0.0.7:8443.", "http");
        if (form.Authorities is { Length: > 0 } pem)
            try
            {
                new X509Certificate2Collection().ImportFromPem(pem);
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return Problem.Invalid("The authorities cannot be read; paste certificates in PEM form (-----BEGIN CERTIFICATE-----).", "http");
            }
        return before with
        {
            Allow = Clean(form.Allow) ?? before.Allow,
            Routes = form.Routes ?? before.Routes,
            Authorities = Blank(form.Authorities, before.Authorities),
            DestructivePaths = Clean(form.DestructivePaths) ?? before.DestructivePaths,
        };
    }

    private static List<string>? Clean(IReadOnlyList<string>? texts) => texts is null ? null : [.. texts.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct()];

    /// <summary>Null keeps what was; empty text takes it away.</summary>
    private static string? Blank(string? said, string? before) => said is null ? before : said.Trim() is { Length: > 0 } value ? value : null;
}
