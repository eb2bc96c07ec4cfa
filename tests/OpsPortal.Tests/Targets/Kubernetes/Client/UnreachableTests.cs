using System.Net;
using System.Net.Sockets;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class UnreachableTests
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task ARefusedConnectionIsTold()
    {
        using var client = Client(new ClusterConnection { Server = new Uri($"https://127.0.0.1:{FreePort()}") });

        Assert.Contains("nothing listens there", await SentenceAsync(client));
    }

    [Fact]
    public async Task AChangeThatCouldNotBeSentIsKnownNotToHaveArrived()
    {
        using var client = Client(new ClusterConnection { Server = new Uri($"https://127.0.0.1:{FreePort()}") });

        var error = await Assert.ThrowsAsync<TargetUnreachableException>(() => client.DeleteAsync(new(ApiResource.Pods, "a", "b"), new(), false, default));

        Assert.False(error.RequestMayHaveArrived);
    }

    [Fact]
    public async Task AnUnknownNameIsTold()
    {
        using var client = Client(new ClusterConnection { Server = new Uri("https://no-such-host.invalid"), UseSystemProxy = false });

        Assert.Contains("no-such-host.invalid", await SentenceAsync(client));
    }

    [Fact]
    public async Task AnExpiredCertificateIsToldWithItsDay()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)));
        using var client = server.Client(new ManualTime(), c => c with { CertificateAuthorities = _certificates.Authorities });

        Assert.Contains("the server's certificate expired on 2026-01-02; renew it", await SentenceAsync(client));
    }

    [Fact]
    public async Task AnUnknownAuthorityIsToldByName()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        using var unknown = server.Client(new ManualTime());
        using var other = server.Client(new ManualTime(), c => c with { CertificateAuthorities = new TestCertificates().Authorities });

        Assert.Contains("vouched for by \"CN=test-ca\", which this machine does not know; put that authority into certificate-authority-data", await SentenceAsync(unknown));
        Assert.Contains("is not the certificate authority of the kubeconfig", await SentenceAsync(other));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task AWrongNameIsToldWithTheRightOnes()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server(names: ["api.test", "other.test"]));
        using var client = server.Client(new ManualTime(), c => c with { CertificateAuthorities = _certificates.Authorities });

        Assert.Contains("is for api.test, other.test, not for 127.0.0.1; use one of its names as the server, or set tls-server-name", await SentenceAsync(client));
    }

    [Theory]
    [InlineData("api.test", false)]
    [InlineData(null, true)]
    public async Task TheServersNameCanBeGivenOrTheCheckBeSwitchedOff(string? name, bool skip)
    {
        await using var server = (await ApiServer.StartAsync(_certificates.Server(names: "api.test"))).On("GET /version", Answer.Json("""{"major":"1","minor":"32","gitVersion":"v1.32.4"}"""));
        using var client = server.Client(with: c => c with { TlsServerName = name, SkipTlsVerification = skip, CertificateAuthorities = skip ? null : _certificates.Authorities });

        Assert.Equal("v1.32.4", (await client.VersionAsync(default)).GitVersion);
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("PKCS8")]
    [InlineData("EC")]
    public async Task AClientCertificateIsShown(string kind)
    {
        var shown = new TaskCompletionSource<string>();
        await using var server = (await ApiServer.StartAsync(_certificates.Server(), certificate => shown.TrySetResult(certificate.Subject)))
            .On("GET /version", Answer.Json("{}"));
        var (certificate, key) = _certificates.Client("jane", kind);
        using var client = server.Client(with: c => c with { CertificateAuthorities = _certificates.Authorities, ClientCertificate = ClientCertificate.FromPem(certificate, key) });

        await client.VersionAsync(default);

        Assert.Equal("CN=jane", await shown.Task);
    }

    [Fact]
    public async Task APageInsteadOfAnApiIsTold()
    {
        await using var server = (await ApiServer.StartAsync()).On("GET /version", Answer.Text("text/html", "<html><title>Sign in</title>to continue</html>"));
        using var client = server.Client(new ManualTime());

        var sentence = await SentenceAsync(client);

        Assert.Contains("answered, but not as a Kubernetes API server: HTTP 200 with text/html, saying \"Sign in to continue\"", sentence);
        _ = server.Only;
    }

    [Fact]
    public async Task ARedirectIsNotFollowedWithTheCredentials()
    {
        await using var other = await ApiServer.StartAsync();
        await using var server = (await ApiServer.StartAsync()).On("GET /version", context =>
        {
            context.Response.Redirect($"{other.Address}version");
            return Task.CompletedTask;
        });
        using var client = server.Client(new ManualTime());

        Assert.Contains("HTTP 302", await SentenceAsync(client));
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task AProxyThatRefusesIsTold()
    {
        await using var proxy = await ApiServer.StartAsync();
        using var client = Client(new ClusterConnection { Server = new Uri("https://api.test:6443"), Proxy = proxy.Address });

        Assert.Contains("cannot be reached through the proxy 127.0.0.1", await SentenceAsync(client));
    }

    [Fact]
    public async Task HttpsToAPlainServerIsTold()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client(new ManualTime(), c => c with { Server = new UriBuilder(c.Server) { Scheme = "https" }.Uri });

        Assert.Contains("does not agree on an encrypted connection", await SentenceAsync(client));
    }

    private static KubernetesClient Client(ClusterConnection connection) => new(connection, new ManualTime());

    private static async Task<string> SentenceAsync(KubernetesClient client) =>
        (await Assert.ThrowsAsync<TargetUnreachableException>(() => client.VersionAsync(default))).Message;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
