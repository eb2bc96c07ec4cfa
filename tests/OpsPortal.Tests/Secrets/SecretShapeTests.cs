using OpsPortal.Executions.Output;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;
using OpsPortal.Tests.Targets;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Secrets;

/// <summary>Every shape of a secret, both in a line that a step wrote and in the text of a preview.</summary>
public sealed class SecretShapeTests
{
    // glued together here, so that no scanner takes them for real ones
    public static TheoryData<string, string> Shapes => new()
    {
        { "Authorization: Bearer abcdef0123456789", "Authorization: Bearer •••" },
        { "Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic •••" },
        { "\"authorization\": \"token abc123def\"", "\"authorization\": \"token •••\"" },
        { "postgres://app:s3cr3t@db:5432/shop", "postgres://app:•••@db:5432/shop" },
        { "redis://:s3cr3t@cache:6379/0", "redis://:•••@cache:6379/0" },
        { "Host=db;Username=app;Password=s3cr3t;Database=shop", "Host=db;Username=app;Password=•••;Database=shop" },
        { "DefaultEndpointsProtocol=https;AccountKey=abc123==;x=y", "DefaultEndpointsProtocol=https;AccountKey=•••;x=y" },
        { "DB_PASSWORD=s3cr3t", "DB_PASSWORD=•••" },
        { "passphrase: s3cr3t", "passphrase: •••" },
        { "X-Api-Key: s3cr3t", "X-Api-Key: •••" },
        { "PRIVATE-TOKEN: s3cr3t", "PRIVATE-TOKEN: •••" },
        { "X-Vault-Token: hvs.abc", "X-Vault-Token: •••" },
        { "access_token=abc refresh-token=def", "access_token=••• refresh-token=•••" },
        { "client_secret=abc", "client_secret=•••" },
        { "{\"password\": \"s3cr3t\", \"user\": \"app\"}", "{\"password\": \"•••\", \"user\": \"app\"}" },
        { "{\\\"password\\\":\\\"s3cr3t\\\"}", "{\\\"password\\\":\\\"•••\\\"}" },
        { "GET https://api/x?page=2&token=abc123&z=1", "GET https://api/x?page=2&token=•••&z=1" },
        { "https://portal/setup?code=0123456789abcdef", "https://portal/setup?code=•••" },
        { "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = •••" },
        { "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 end", "jwt ••• end" },
        { "tls.key: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo= end", "tls.key: ••• end" },
        { "ALTER ROLE app PASSWORD 'it''s secret' VALID UNTIL 'infinity'", "ALTER ROLE app PASSWORD '•••' VALID UNTIL 'infinity'" },
        { "update users set api_token = 'abc def' where id = 7", "update users set api_token = '•••' where id = 7" },
        { "OPTIONS (user 'app', password 's3cr3t')", "OPTIONS (user 'app', password '•••')" },
        { "SESSION_TOKEN 'abc'", "SESSION_TOKEN '•••'" },
        { "key AKIA" + "IOSFODNN7EXAMPLE here", "key ••• here" },
        { "ASIA" + "QWERTYUIOPASDFGH", "•••" },
        { "ghp_" + new string('a', 36), "•••" },
        { "ghr_" + new string('a', 36), "•••" },
        { "github_pat_" + new string('a', 40), "•••" },
        { "glpat-" + new string('a', 20), "•••" },
        { "xoxb-" + "1234567890-abc", "•••" },
        { "xoxe-" + "1234567890-abc", "•••" },
        { "npm_" + new string('a', 36), "•••" },
        { "AIza" + new string('a', 35), "•••" },
        { "sk_live_" + new string('a', 24), "•••" },
        { "rk_live_" + new string('a', 24), "•••" },
        { "SG." + new string('a', 22) + "." + new string('b', 43), "•••" },
        { "sk-ant-" + new string('a', 24), "•••" },
        { "dop_v1_" + new string('a', 64), "•••" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void IsTakenOutOfALineAndOfAPreview(string text, string redacted) => Assert.Equal((redacted, redacted), (Line(text), Preview(text)));

    [Theory]
    [InlineData("NAME   READY   STATUS    RESTARTS   AGE")]
    [InlineData("the bearer of bad news")]
    [InlineData("basic authentication is required")]
    [InlineData("secretName: cart-tls")]
    [InlineData("secrets 'cart-tls' not found")]
    [InlineData("Unexpected token '<' in JSON at position 0")]
    [InlineData("Mounts: /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-x7k2p (ro)")]
    [InlineData("password")]
    [InlineData("2026-03-08T03:12:00Z http://cart:8080/health 200")]
    [InlineData("key=value sorted by key")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void WhatIsOrdinaryStays(string text) => Assert.Equal((text, text), (Line(text), Preview(text)));

    [Theory]
    [InlineData("")]
    [InlineData("RSA ")]
    [InlineData("OPENSSH ")]
    [InlineData("ENCRYPTED ")]
    public void APrivateKeyIsTakenOutOverAllItsLines(string label)
    {
        string[] lines = [$"tls.key: -----BEGIN {label}PRIVATE KEY-----", "MIIEpAIBAAKCAQEA", $"-----END {label}PRIVATE KEY-----", "after"];
        var redaction = new SecretRedactor().Open([]);
        Assert.Equal(["tls.key: •••", "•••", "•••", "after"], lines.Select(redaction.Redact));
        Assert.Equal("tls.key: •••\nafter", Preview(string.Join('\n', lines)));
    }

    [Fact(Timeout = 20_000)]
    public async Task AMegabyteTakesNoUnreasonableTime()
    {
        foreach (var text in new[] { new string('a', 1_000_000) + "://" + new string('b', 1_000_000), string.Concat(Enumerable.Repeat("password", 100_000)) + "'", string.Concat(Enumerable.Repeat("-----BEGIN ", 90_000)) })
            Assert.Equal((text, text), await Task.Run(() => (Line(text), Preview(text))));
    }

    private static string Line(string text) => new SecretRedactor().Open([]).Redact(text);

    private static string Preview(string text) => Masked.Text(text, new ActionContext { Kubernetes = SampleCluster.Create(), Output = new RecordedOutput(), Time = TimeProvider.System });
}
