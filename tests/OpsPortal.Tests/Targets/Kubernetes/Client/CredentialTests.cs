using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class CredentialTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = (await ApiServer.StartAsync()).On("GET /version", Answer.Json("{}"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ATokenFileIsReadAnewAfterAMinute()
    {
        using var client = Client(new ClusterCredential.TokenFile(_folder.Write("token", "first\n")));

        await client.VersionAsync(default);
        _folder.Write("token", "second");
        await client.VersionAsync(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        await client.VersionAsync(default);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], Authorizations());
    }

    [Fact]
    public async Task ARefusedTokenIsReadAnewAtOnce()
    {
        _server.On("GET /version", Answer.Json("{}"), Answer.Status(401, "Unauthorized", "Unauthorized"), Answer.Json("{}"));
        using var client = Client(new ClusterCredential.TokenFile(_folder.Write("token", "first")));

        await client.VersionAsync(default);
        _folder.Write("token", "second");
        await client.VersionAsync(default);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], Authorizations());
    }

    [Fact]
    public async Task AMissingTokenFileIsTold()
    {
        using var client = Client(new ClusterCredential.TokenFile("/nowhere/token"));

        Assert.Contains("the token file /nowhere/token cannot be read", await SentenceAsync(client));
    }

    [Fact]
    public async Task ARefusedTokenThatStaysTheSameIsNotTriedAgain()
    {
        _server.On("GET /version", Answer.Status(401, "Unauthorized", "Unauthorized"));
        using var client = Client(new ClusterCredential.TokenFile(_folder.Write("token", "old")));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.VersionAsync(default));

        Assert.Contains("give the environment a new token", error.Message);
        _ = _server.Only;
    }

    [Fact]
    public async Task APluginIsRunOnceUntilItsTokenExpires()
    {
        using var client = Client(Plugin(Counting("\"expirationTimestamp\":\"2026-11-21T04:12:00Z\",")));

        await client.VersionAsync(default);
        await client.VersionAsync(default);
        _time.Advance(TimeSpan.FromHours(1));
        await client.VersionAsync(default);

        Assert.Equal(["Bearer run-1", "Bearer run-1", "Bearer run-2"], Authorizations());
    }

    [Fact]
    public async Task ARefusedPluginTokenIsIssuedAnewOnce()
    {
        _server.On("GET /version", Answer.Status(401, "Unauthorized", "Unauthorized"));
        using var client = Client(Plugin(Counting("")));

        await Assert.ThrowsAsync<KubernetesApiException>(() => client.VersionAsync(default));

        Assert.Equal(["Bearer run-1", "Bearer run-2"], Authorizations());
    }

    [Fact]
    public async Task ManyRequestsAtOnceShareOneRun()
    {
        using var client = Client(Plugin(Counting("")));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.VersionAsync(default)));

        Assert.All(Authorizations(), token => Assert.Equal("Bearer run-1", token));
    }

    [Fact]
    public async Task APluginSeesItsArgumentsAndVariablesButNotThePortalsOwn()
    {
        Environment.SetEnvironmentVariable("PORTAL_SECRET", "hidden");
        var program = _folder.Script("login", """
            #!/bin/sh
            case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) told=yes;; esac
            printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"%s/%s/%s/%s"}}' "$1" "$REGION" "$told" "$PORTAL_SECRET"
            """);
        var plugin = new ExecPlugin("client.authentication.k8s.io/v1beta1", program, ["$(id) a"]) { Environment = new Dictionary<string, string> { ["REGION"] = "north" } };
        using var client = Client(new ClusterCredential.Plugin(plugin));

        await client.VersionAsync(default);

        Assert.Equal(["Bearer $(id) a/north/yes/"], Authorizations());
    }

    [Theory]
    [InlineData("echo 'no session' >&2; exit 3", "ended with code 3: no session")]
    [InlineData("echo nonsense", "did not print JSON")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'", "where an ExecCredential of client.authentication.k8s.io/v1 was asked for")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "gave neither a token nor a client certificate")]
    public async Task APluginThatFailsIsToldInItsWords(string script, string sentence)
    {
        using var client = Client(Plugin(_folder.Script("login", $"#!/bin/sh\n{script}\n")));

        Assert.Contains(sentence, await SentenceAsync(client));
    }

    [Fact]
    public async Task AMissingPluginIsToldWithItsInstallHint()
    {
        using var client = Client(new ClusterCredential.Plugin(new("client.authentication.k8s.io/v1", "no-such-login", []) { InstallHint = "install it from the wiki" }));

        Assert.Contains("(install it from the wiki)", await SentenceAsync(client));
    }

    [Fact]
    public async Task ACertificateThatAPluginRenewsIsShownOnANewConnection()
    {
        var certificates = new TestCertificates();
        var shown = new ConcurrentQueue<string>();
        await using var server = (await ApiServer.StartAsync(certificates.Server(), certificate =>
        {
            shown.Enqueue(certificate.Subject);
            return true;
        })).On("GET /version", Answer.Json("{}"), Answer.Status(401, "Unauthorized", "expired"), Answer.Json("{}"));
        _folder.Write("1", Issued(certificates.Client("first", "EC")));
        _folder.Write("2", Issued(certificates.Client("second", "EC")));
        var program = _folder.Script("login", $"#!/bin/sh\necho x >> {_folder.Path}/runs\ncat {_folder.Path}/$(wc -l < {_folder.Path}/runs)\n");
        using var client = server.Client(_time, c => c with { CertificateAuthorities = certificates.Authorities, Credential = Plugin(program) });

        await client.VersionAsync(default);
        await client.VersionAsync(default);

        Assert.Equal(["CN=first", "CN=second"], shown);
    }

    private static string Issued((string Certificate, string Key) client) => new JsonObject
    {
        ["apiVersion"] = "client.authentication.k8s.io/v1",
        ["kind"] = "ExecCredential",
        ["status"] = new JsonObject { ["clientCertificateData"] = client.Certificate, ["clientKeyData"] = client.Key },
    }.ToJsonString();

    private static ClusterCredential.Plugin Plugin(string program) => new(new ExecPlugin("client.authentication.k8s.io/v1", program, []));

    /// <summary>A plug-in whose token says how often it was run.</summary>
    private string Counting(string expiry) => _folder.Script("login", $$"""
        #!/bin/sh
        echo x >> {{_folder.Path}}/runs
        n=$(wc -l < {{_folder.Path}}/runs)
        echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{ {{expiry}} "token":"run-'$n'" } }'
        """);

    private KubernetesClient Client(ClusterCredential credential) => _server.Client(_time, c => c with { Credential = credential });

    private IEnumerable<string> Authorizations() => _server.Seen.Select(seen => seen.Headers["Authorization"]);

    private static async Task<string> SentenceAsync(KubernetesClient client) =>
        (await Assert.ThrowsAsync<TargetUnreachableException>(() => client.VersionAsync(default))).Message;
}
