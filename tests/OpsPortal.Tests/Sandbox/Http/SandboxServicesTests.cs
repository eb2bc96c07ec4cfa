using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Http;

/// <summary>The services on their two listeners, reached as the routes say.</summary>
public sealed class SandboxServicesTests : IAsyncLifetime
{
    private readonly FakeTime time = new(TimeProvider.System.GetUtcNow());
    private readonly SandboxCluster cluster;
    private SandboxServices? services;

    public SandboxServicesTests() => cluster = SandboxCluster.Create(time, SystemDefinition.LoadAll().Where(s => s.Name is "platform-service" or "meta-prompt-evolution-hub"));

    private SandboxServices Services => services!;

    public async Task InitializeAsync() => services = await SandboxServices.StartAsync(cluster, 0, 0, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Services.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Hosts_are_told_apart_on_both_listeners_and_the_authority_signed_their_certificates()
    {
        using var client = new HttpClient(Handler());
        Assert.Equal("healthy", (string)(await client.GetFromJsonAsync<JsonObject>("https://platform-service/health"))!["status"]!);
        Assert.Equal("connected", (string)(await client.GetFromJsonAsync<JsonObject>("https://meta-prompt-evolution.example.com/health"))!["database"]!);
        Assert.Equal("success", (string)(await client.GetFromJsonAsync<JsonObject>("https://prometheus.example.com/api/v1/query?query=up"))!["status"]!);
        using var form = new FormUrlEncodedContent([new("query", "rate(http_request_errors_total{job=\"platform-service\"}[5m])")]);
        using var asked = await client.PostAsync(new Uri("http://prometheus:9090/api/v1/query"), form);
        Assert.Equal(3, (await asked.Content.ReadFromJsonAsync<JsonObject>())!["data"]!["result"]!.AsArray().Count);
        Assert.Contains("http_requests_total", await client.GetStringAsync(new Uri("http://platform-service/metrics")));
        using var nobody = await client.GetAsync(new Uri("http://localhost:8001/health/live"));
        Assert.Equal(503, (int)nobody.StatusCode);
        // The server says no before it has the body, so the client asks first whether to send it.
        using var tooMuch = new HttpRequestMessage(HttpMethod.Post, "https://platform-service/audit/cleanup") { Content = new ByteArrayContent(new byte[2 << 20]) };
        tooMuch.Headers.ExpectContinue = true;
        using var large = await client.SendAsync(tooMuch);
        Assert.Equal(413, (int)large.StatusCode);
    }

    [Fact]
    public async Task The_certificate_is_the_one_that_the_secret_holds_now()
    {
        Assert.Equal(Stored("platform", "tls-cert"), (await Served("platform-service")).Thumbprint);
        Assert.Equal(Stored("platform", "tls-cert"), (await Served("platform.example.com")).Thumbprint);
        var before = await Served("meta-prompt-evolution.example.com");
        Assert.InRange(before.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime, TimeSpan.FromDays(8.9), TimeSpan.FromDays(9.1));

        cluster.Store.Remove(ResourceTypes.CertificateRequests, "production", "meta-prompt-evolution-tls-1");
        cluster.Settle();
        time.Advance(TimeSpan.FromSeconds(5));
        var after = await Served("meta-prompt-evolution.example.com");
        Assert.NotEqual(before.Thumbprint, after.Thumbprint);
        Assert.Equal(Stored("production", "meta-prompt-evolution-tls"), after.Thumbprint);
        Assert.True(after.NotAfter > before.NotAfter);
    }

    [Fact]
    public async Task A_secret_of_ones_own_is_served_once_the_ingress_names_it()
    {
        var pair = OpsPortal.Sandbox.Simulation.Controllers.CertificatePair.Issue(
            cluster.Inside.Authority, ["platform-service", "platform.example.com"], time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(300), 77);
        cluster.Store.Create(ResourceTypes.Secrets, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "tls-cert-new", ["namespace"] = "platform" },
            ["data"] = new JsonObject { ["tls.crt"] = Base64(pair.Certificate), ["tls.key"] = Base64(pair.Key) },
        });
        Assert.Equal(Stored("platform", "tls-cert"), (await Served("platform-service")).Thumbprint);
        cluster.Store.Update(ResourceTypes.Ingresses, "platform", "platform-ingress", i =>
        {
            i["spec"]!["tls"] = new JsonArray(new JsonObject { ["secretName"] = "tls-cert-new" });
            return i;
        });
        Assert.Equal(Stored("platform", "tls-cert-new"), (await Served("platform-service")).Thumbprint);

        cluster.Store.Remove(ResourceTypes.Secrets, "platform", "tls-cert-new");
        Assert.Equal("CN=ingress.local", (await Served("platform-service")).Subject);
        Assert.Equal("CN=ingress.local", (await Served("")).Subject);
        Assert.Equal("CN=prometheus.example.com", (await Served("prometheus.example.com")).Subject);
    }

    [Fact]
    public void Routes_lead_every_host_of_the_runbooks_to_a_listener()
    {
        Assert.All(Services.Routes, r => Assert.Contains(r.To, new[] { Services.Plain, Services.Secure }));
        Assert.Contains(("platform-service", Services.Secure), Services.Routes);
        Assert.Contains(("platform-service:80", Services.Plain), Services.Routes);
        foreach (var port in (int[])[8000, 8001, 8002, 8003, 9090]) Assert.Contains(($"localhost:{port}", Services.Plain), Services.Routes);
        Assert.Contains(("prometheus:9090", Services.Plain), Services.Routes);
    }

    private string Stored(string ns, string secret) => X509Certificate2.CreateFromPem(
        Encoding.UTF8.GetString(Convert.FromBase64String(cluster.Store.Get(ResourceTypes.Secrets, ns, secret)!.Text("data", "tls.crt")!))).Thumbprint;

    private async Task<X509Certificate2> Served(string name)
    {
        using var connection = await Connect(Services.Secure);
        X509Certificate2? served = null;
        await using var tls = new SslStream(connection.GetStream(), false, (_, certificate, _, _) => (served = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData())) is not null);
        await tls.AuthenticateAsClientAsync(name);
        return served!;
    }

    /// <summary>Trusts the sandbox's authority alone, and goes where the routes lead.</summary>
    private SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, _) =>
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            var to = Services.Routes.FirstOrDefault(r => r.From == $"{host}:{port}").To ?? Services.Routes.First(r => r.From == host).To;
            return (await Connect(to)).GetStream();
        },
        SslOptions = new()
        {
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509Certificate2.CreateFromPem(Services.AuthorityPem) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    private static async Task<TcpClient> Connect(string to)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", int.Parse(to.Split(':')[1]));
        return client;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
