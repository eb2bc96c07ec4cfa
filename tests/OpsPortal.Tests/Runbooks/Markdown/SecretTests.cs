using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class SecretTests
{
    // glued together here, so that no scanner takes them for real ones
    public static TheoryData<string, string> Found => new()
    {
        { "AKIA" + "QWERTYUIOPASDFGH", "RB2001" },
        { "ghp_" + new string('a', 36), "RB2001" },
        { "-----BEGIN RSA " + "PRIVATE KEY-----", "RB2002" },
        { "postgres://shop:hunter2" + "hunter2@db/shop", "RB2003" },
        { "https://x/login?password=" + "hunter2hunter2", "RB2003" },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void A_secret_is_found_where_it_stands_and_not_repeated(string secret, string code)
    {
        var diagnostic = Assert.Single(RunbookCompiler.Compile($"# T\n\n1. Wait\n2. Use {secret}\n").Diagnostics);
        Assert.Equal((code, 4), (diagnostic.Code, diagnostic.Line));
        Assert.DoesNotContain(secret, diagnostic.Message);
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("postgres://user:$PASSWORD@db/shop")]
    [InlineData("postgres://user:<password>@db/shop")]
    [InlineData("https://x/login?password=YOUR_PASSWORD")]
    [InlineData("http://localhost:8000/v1/health")]
    public void A_placeholder_is_no_secret(string text) =>
        Assert.DoesNotContain(RunbookCompiler.Compile($"# T\n\n1. Use {text}\n").Diagnostics, d => d.Code.StartsWith("RB2", StringComparison.Ordinal));
}
