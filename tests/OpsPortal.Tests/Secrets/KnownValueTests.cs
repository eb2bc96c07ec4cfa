using System.Net;
using System.Text;
using System.Text.Json;
using OpsPortal.Executions.Output;
using OpsPortal.Secrets;
using Xunit;

namespace OpsPortal.Tests.Secrets;

public sealed class KnownValueTests
{
    private const string Value = "pä$$ \"w0rd\"&/+<x>'y\\z";

    private static string Redacted(string line, params string[] secrets) => new SecretRedactor().Open(secrets).Redact(line);

    public static TheoryData<string, string> Forms => new()
    {
        { "plain", Value },
        { "url", Uri.EscapeDataString(Value) },
        { "form", WebUtility.UrlEncode(Value) },
        { "json", JsonSerializer.Serialize(Value).Trim('"') },
        { "relaxed json", JsonSerializer.Serialize(Value, Relaxed).Trim('"') },
        { "json in json", JsonSerializer.Serialize(JsonSerializer.Serialize(Value, Relaxed), Relaxed)[3..^3] },
        { "html", WebUtility.HtmlEncode(Value) },
        { "hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Value)) },
        { "lower hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value)) },
    };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryEncodingIsFound(string name, string form) => Assert.Equal(($"{name}: ", "before ••• after"), ($"{name}: ", Redacted($"before {form} after", Value)));

    /// <summary>Whatever stands before and after the value moves its bits within base64; nothing of it may be read back.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("usr")]
    [InlineData("user:")]
    public void Base64IsFoundAtEveryAlignment(string before)
    {
        foreach (var after in new[] { "", "a", "ab", "abc" })
            foreach (var url in new[] { false, true })
            {
                var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + "s3cret-Valu3?>" + after));
                if (url) text = text.Replace('+', '-').Replace('/', '_');
                var left = Redacted(text, "s3cret-Valu3?>");
                Assert.Contains("•••", left);
                Assert.True(left.Replace("•••", "").Length <= text.Length - 14, $"{text} became {left}");
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(15)]
    public void AValueThatIsBrokenIntoTwoLinesIsFound(int at)
    {
        const string secret = "s3cret-Value-xyz";
        var redaction = new SecretRedactor().Open([secret]);
        var lines = $"one {secret[..at]}\n  {secret[at..]} two".Split('\n').Select(redaction.Redact).ToArray();

        Assert.EndsWith("••• two", lines[1]);
        Assert.DoesNotContain(secret[at..], lines[1]);
        // Of the first line at most what says nothing is left.
        if (at >= 4) Assert.Equal("one •••", lines[0]);
    }

    [Fact]
    public void AKeyThatIsWrappedOverManyLinesIsFoundInAllOfThem()
    {
        var key = string.Concat(Enumerable.Range(0, 40).Select(i => $"K{i:00}xyz"));
        var redaction = new SecretRedactor().Open([key]);

        var left = key.Chunk(64).Select(c => redaction.Redact(new(c))).ToList();

        Assert.All(left, line => Assert.Equal("•••", line));
        Assert.Equal("another line", redaction.Redact("another line"));
    }

    [Fact]
    public void AWrappedBase64OfAFileIsFound()
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("user: app\npassword-is: 7Hs-92kd-Qq1x-Zz0p-LongerThanALine-0123456789\nend"), Base64FormattingOptions.InsertLineBreaks);
        var redaction = new SecretRedactor().Open(["7Hs-92kd-Qq1x-Zz0p-LongerThanALine-0123456789"]);

        var left = string.Concat(text.Split("\r\n").Select(redaction.Redact)).Replace("•••", "");

        Assert.DoesNotContain(Convert.ToBase64String("7Hs-92kd"u8.ToArray())[..8], left);
        Assert.True(left.Length < text.Length - 40, left);
    }

    [Theory]
    [InlineData("the pods are running", "NAME READY")]
    [InlineData("a line that ends in s3c", "another that begins otherwise")]
    [InlineData("", "")]
    public void LinesWithoutASecretStayAsTheyAre(string first, string second)
    {
        var redaction = new SecretRedactor().Open(["s3cret-Value-xyz", "hunter22"]);
        Assert.Equal((first, second), (redaction.Redact(first), redaction.Redact(second)));
    }

    [Fact]
    public void TwoSecretsThatOverlapLeaveNothing() => Assert.Equal("x ••• y", Redacted("x abcdefgh1 y", "abcdefg", "defgh1"));

    [Fact]
    public void WhatTheProcessKnowsIsTakenOutOfEveryText()
    {
        var known = new KnownSecrets();
        known.Note(["Corr3ct-Horse", "postgres", "ab1"]);

        Assert.Equal("••• at postgres, ab1", known.Redact("Corr3ct-Horse at postgres, ab1"));
        Assert.Equal("a\n•••\nb", known.Redact("a\nCorr3ct-Horse\nb"));
        Assert.Equal("•••", new SecretRedactor(known).Open([]).Redact("Corr3ct-Horse"));
    }

    [Fact]
    public void WhatAnExecutionHoldsIsKnownUntilItsEnd()
    {
        var known = new KnownSecrets();
        var first = known.Hold(["t0ps3cret-value"]);
        using (known.Hold(["t0ps3cret-value"])) Assert.Equal("•••", known.Redact("t0ps3cret-value"));
        Assert.Equal("•••", known.Redact("t0ps3cret-value"));
        first.Dispose();
        Assert.Equal("t0ps3cret-value", known.Redact("t0ps3cret-value"));
    }
}
