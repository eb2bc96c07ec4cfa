using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OpsPortal.OnCall.Channels.Push;
using Xunit;

namespace OpsPortal.Tests.OnCall.Channels;

/// <summary>What is sent to a browser can be read with the browser's key, and with no other.</summary>
public class WebPushTests
{
    /// <summary>The example of RFC 8291, section 5 and appendix A: keys, salt, and the message they come to.</summary>
    [Fact]
    public void The_example_of_the_specification_comes_out_byte_by_byte()
    {
        var (d, q) = (Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), Base64Url.DecodeFromChars("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"));
        using var mine = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d, Q = new() { X = q[1..33], Y = q[33..] } });
        var sent = PushEncryption.Encrypt(Encoding.UTF8.GetBytes("When I grow up, I want to be a watermelon"),
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg", mine, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));
        Assert.Equal("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN", Base64Url.EncodeToString(sent));
    }

    [Fact]
    public void Only_the_browser_reads_it()
    {
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var auth = RandomNumberGenerator.GetBytes(16);
        var p256dh = Base64Url.EncodeToString(PushEncryption.Point(browser.ExportParameters(false).Q));
        var text = Encoding.UTF8.GetBytes(new string('ä', 1_900));
        var sent = PushEncryption.Encrypt(text, p256dh, Base64Url.EncodeToString(auth));
        Assert.InRange(sent.Length, text.Length, 4_096);
        Assert.Equal(text, WebPushMessage.Decrypt(sent, browser, auth));
        Assert.NotEqual(sent, PushEncryption.Encrypt(text, p256dh, Base64Url.EncodeToString(auth)));
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.ThrowsAny<CryptographicException>(() => WebPushMessage.Decrypt(sent, other, auth));
    }

    [Theory]
    [InlineData("short", 100, "short")]
    [InlineData("äöü", 5, "ä…")]
    public void A_text_is_cut_between_its_signs(string text, int most, string expected) => Assert.Equal(expected, PushEncryption.Cut(text, most));
}
