using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsPortal.Tests.Targets.Kubernetes.Client;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

/// <summary>The real openssl and ours, on the same certificates and the same server.</summary>
public sealed class OpensslComparisonTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 5, 7, 8, 9, TimeSpan.Zero);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var kind in new[] { "rsa", "curve", "names", "plain" })
            foreach (var options in new[]
            {
                "-noout -dates", "-noout -enddate -startdate", "-noout -subject -issuer", "-noout -serial", "-noout -fingerprint", "-noout -fingerprint -sha256", "-noout -sha512 -fingerprint -subject",
                "-noout -ext subjectAltName", "-noout -ext subjectAltName,keyUsage,basicConstraints,extendedKeyUsage", "-noout -text", "", "-dates", "-noout -checkend 0", "-noout -checkend 99999999999", "-noout -subject -checkend 1 -dates",
            })
                cases.Add(kind, options);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Prints_a_certificate_as_openssl_does(string kind, string options)
    {
        var pem = $"something before\n{Certificate(kind).ExportCertificatePem()}\nsomething behind\n";
        var (real, code) = await RunAsync($"x509 {options}", pem);
        var bench = new WebBench();
        bench.Files["a.pem"] = Encoding.UTF8.GetBytes(pem);
        var outcome = await bench.RunAsync($"openssl x509 -in a.pem {options}");
        Assert.Equal(real.TrimEnd('\n'), bench.Output.Out);
        Assert.Equal(code, outcome.ExitCode);
    }

    [Theory]
    [InlineData("-noout -dates", "")]
    [InlineData("-noout -subject -fingerprint -sha256", "-showcerts")]
    [InlineData("", "")]
    public async Task Reads_what_a_server_shows(string print, string options)
    {
        await using var server = await WebServer.StartAsync(new TestCertificates().Server());
        var (shown, _) = await RunAsync($"s_client -connect 127.0.0.1:{server.Port} -servername api.test {options}", "");
        var (real, _) = await RunAsync($"x509 {print}", shown);
        var bench = new WebBench();
        var outcome = await bench.RunAsync($"openssl s_client -connect 127.0.0.1:{server.Port} -servername api.test {options} 2>/dev/null | openssl x509 {print}");
        Assert.Equal(real.TrimEnd('\n'), bench.Output.Out);
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Contains("(0 days); not trusted", outcome.Reason);
    }

    [Fact]
    public async Task The_handshake_reads_as_openssls()
    {
        await using var server = await WebServer.StartAsync(new TestCertificates().Server());
        var (shown, _) = await RunAsync($"s_client -connect 127.0.0.1:{server.Port}", "");
        var bench = new WebBench();
        await bench.RunAsync($"openssl s_client -connect 127.0.0.1:{server.Port}");
        string[] same = [" 0 s:", "   i:", "   a:", "   v:", "subject=", "issuer=", "Verif", "New,", "Server public key", "-----", "CONNECTED", "Certificate chain", "Server certificate"];
        string[] Told(string text) => [.. text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => same.Any(s => l.TrimStart().StartsWith(s.TrimStart(), StringComparison.Ordinal)))
            // session tickets come when the server likes, and each repeats the verdict, indented
            .DistinctBy(l => l.TrimStart())];
        Assert.Equal(Told(shown), Told(bench.Output.Out));
        Assert.Contains("verify error:num=20:unable to get local issuer certificate", bench.Output.Errors);
    }

    [Fact]
    public async Task Authorities_of_the_environment_are_trusted_and_names_are_checked()
    {
        var certificates = new TestCertificates();
        await using var server = await WebServer.StartAsync(certificates.Server(TimeProvider.System.GetUtcNow().AddDays(20)));
        var bench = new WebBench { Targets = new() { Http = new() { Authorities = certificates.Authority.ExportCertificatePem(), Routes = [new("api.test:443", $"127.0.0.1:{server.Port}"), new("other.test", $"127.0.0.1:{server.Port}")] } } };
        Assert.Matches(@"^valid until \d{4}-\d\d-\d\d \(19 days\)$", (await bench.RunAsync("openssl s_client -connect api.test:443")).Reason);
        Assert.Contains("Verify return code: 0 (ok)", bench.Output.Out);
        Assert.EndsWith("; it is not for other.test", (await bench.RunAsync("openssl s_client -connect other.test:443")).Reason);
    }

    [Fact]
    public async Task An_expired_certificate_is_told()
    {
        await using var server = await WebServer.StartAsync(new TestCertificates().Server(TimeProvider.System.GetUtcNow().AddDays(-2)));
        var bench = new WebBench();
        Assert.StartsWith("expired on ", (await bench.RunAsync($"openssl s_client -connect 127.0.0.1:{server.Port}")).Reason);
        Assert.Contains("Verify return code: 10 (certificate has expired)", bench.Output.Out);
        Assert.False((await bench.RunAsync($"openssl s_client -connect 127.0.0.1:{server.Port} | openssl x509 -noout -checkend 86400")).Succeeded);
        Assert.EndsWith("Certificate will expire", bench.Output.Out);
    }

    [Fact]
    public async Task What_cannot_be_looked_at_says_why()
    {
        await using var plain = await WebServer.StartAsync();
        var bench = new WebBench();
        Assert.Contains("speaks TLS", (await bench.RunAsync($"openssl s_client -connect 127.0.0.1:{plain.Port}")).Reason);
        Assert.Contains("Nothing listens", (await bench.RunAsync("openssl s_client -connect 127.0.0.1:1")).Reason);
        Assert.Contains("http.allow", (await bench.RunAsync("openssl s_client -connect evil.test:443")).Reason);
        Assert.Contains("may not", (await bench.RunAsync("openssl s_client -connect 169.254.169.254:443")).Reason);
        Assert.Contains("holds no certificate", (await new WebBench { Files = { ["a"] = [1] } }.RunAsync("openssl x509 -in a")).Reason);
        Assert.Contains("none in PEM was piped", (await new WebBench { Targets = new() { Http = new() { Allow = ["127.0.0.1"] } } }.RunAsync($"curl -s http://127.0.0.1:{plain.Port}/plain | openssl x509 -noout -dates")).Reason);
    }

    private static X509Certificate2 Certificate(string kind)
    {
        var name = kind == "plain" ? "CN=plain" : "C=DE, O=Shop, CN=shop.example.com";
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = kind == "curve" ? new CertificateRequest(new X500DistinguishedName(name), curve, HashAlgorithmName.SHA256) : new CertificateRequest(kind == "names" ? Odd() : new X500DistinguishedName(name), rsa, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        if (kind == "plain") return request.CreateSelfSigned(Begin, Begin.AddDays(10));
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName("shop.example.com");
        alternatives.AddDnsName("*.shop.example.com");
        alternatives.AddIpAddress(IPAddress.Parse("10.0.0.1"));
        alternatives.AddIpAddress(IPAddress.Parse("fd00::a:1"));
        alternatives.AddEmailAddress("ops@example.com");
        alternatives.AddUri(new("spiffe://shop/web"));
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(kind == "names", kind == "names", 2, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Begin, Begin.AddYears(kind == "rsa" ? 30 : 1));
    }

    private static X500DistinguishedName Odd()
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCountryOrRegion("US");
        name.AddOrganizationName("Foo, Inc");
        name.AddOrganizationalUnitName("a+b <c>");
        name.AddCommonName("lokal \" h\\rt hört");
        name.AddEmailAddress("a@b.test");
        name.AddDomainComponent("test");
        return name.Build();
    }

    private static async Task<(string Output, int Code)> RunAsync(string arguments, string input)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await error;
        return (await output, process.ExitCode);
    }
}
