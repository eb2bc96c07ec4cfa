using OpsPortal.Executions.Output;
using Xunit;

namespace OpsPortal.Tests.Executions;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("Authorization: Bearer abcdef0123456789", "Authorization: Bearer •••")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic •••")]
    [InlineData("postgres://app:s3cr3t@db:5432/shop", "postgres://app:•••@db:5432/shop")]
    [InlineData("Host=db;Username=app;Password=s3cr3t;Database=shop", "Host=db;Username=app;Password=•••;Database=shop")]
    [InlineData("DB_PASSWORD=s3cr3t", "DB_PASSWORD=•••")]
    [InlineData("{\"password\": \"s3cr3t\", \"user\": \"app\"}", "{\"password\": \"•••\", \"user\": \"app\"}")]
    [InlineData("GET https://api/x?page=2&token=abc123&z=1", "GET https://api/x?page=2&token=•••&z=1")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE here", "key ••• here")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = •••")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 end", "jwt ••• end")]
    public void Takes_out_what_has_the_shape_of_a_secret(string line, string redacted) =>
        Assert.Equal(redacted, new SecretRedactor().Open([]).Redact(line));

    [Theory]
    [InlineData("NAME   READY   STATUS    RESTARTS   AGE")]
    [InlineData("the bearer of bad news")]
    [InlineData("secretName: cart-tls")]
    [InlineData("Mounts: /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-x7k2p (ro)")]
    [InlineData("password")]
    [InlineData("2026-03-08T03:12:00Z http://cart:8080/health 200")]
    [InlineData("key=value sorted by key")]
    public void Leaves_ordinary_lines_as_they_are(string line) => Assert.Equal(line, new SecretRedactor().Open([]).Redact(line));

    [Fact]
    public void Takes_out_known_values_and_the_longer_one_first() =>
        Assert.Equal("a ••• b •••", new SecretRedactor().Open(["hunter2", "hunter2-long", "abc"]).Redact("a hunter2-long b hunter2"));

    [Fact]
    public void A_private_key_is_taken_out_over_all_its_lines()
    {
        var redaction = new SecretRedactor().Open([]);

        Assert.Equal(
            ["tls.key: •••", "•••", "•••", "after"],
            new[] { "tls.key: -----BEGIN RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA", "-----END RSA PRIVATE KEY-----", "after" }.Select(redaction.Redact));
    }

    [Fact]
    public void A_certificate_is_no_secret()
    {
        var redaction = new SecretRedactor().Open([]);

        Assert.Equal("-----BEGIN CERTIFICATE-----", redaction.Redact("-----BEGIN CERTIFICATE-----"));
        Assert.Equal("MIIC", redaction.Redact("MIIC"));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_line_of_a_megabyte_takes_no_unreasonable_time()
    {
        var line = new string('a', 1_000_000) + "://" + new string('b', 1_000_000);

        Assert.Equal(line, await Task.Run(() => new SecretRedactor().Open([]).Redact(line)));
    }
}
