using OpsPortal.Executions.Output;
using Xunit;

namespace OpsPortal.Tests.Executions;

public sealed class SecretRedactorTests
{
    [Fact]
    public void Takes_out_known_values_and_the_longer_one_first() =>
        Assert.Equal("a ••• b •••", new SecretRedactor().Open(["hunter2", "hunter2-long", "abc"]).Redact("a hunter2-long b hunter2"));

    [Fact]
    public void A_certificate_is_no_secret()
    {
        var redaction = new SecretRedactor().Open([]);

        Assert.Equal("-----BEGIN CERTIFICATE-----", redaction.Redact("-----BEGIN CERTIFICATE-----"));
        Assert.Equal("MIIC", redaction.Redact("MIIC"));
    }
}
