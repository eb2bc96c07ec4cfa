using System.Text;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Output;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class RedactingStreamTests
{
    private static async Task<byte[]> WrittenAsync(params byte[][] pieces)
    {
        using var inner = new MemoryStream();
        await using (var stream = new RedactingStream(inner, new SecretRedactor().Open(["hunter22"])))
            foreach (var piece in pieces) await stream.WriteAsync(piece);
        return inner.ToArray();
    }

    [Theory]
    [InlineData("user=a\npass is hunter22\n", "user=a\npass is •••\n")]
    [InlineData("hunter22", "•••")]
    [InlineData("a\r\nhunter22\r\n", "a\r\n•••\r\n")]
    [InlineData("", "")]
    public async Task TakesSecretsOutOfText(string text, string kept) => Assert.Equal(kept, Encoding.UTF8.GetString(await WrittenAsync(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public async Task ASecretThatIsCutInTwoIsStillFound() => Assert.Equal("•••\n", Encoding.UTF8.GetString(await WrittenAsync("hun"u8.ToArray(), "ter22\n"u8.ToArray())));

    [Fact]
    public async Task WhatIsNoTextPassesAsItIs()
    {
        byte[] bytes = [0x1f, 0x8b, 8, 0, 1, 2, (byte)'\n', 0xff, 0xfe, .. "hunter22"u8];
        Assert.Equal(bytes, await WrittenAsync(bytes));
    }
}
