using OpsPortal.Access;
using Xunit;

namespace OpsPortal.Tests.Portal;

/// <summary>Reads the codes back, by the standard's own rules and from what is drawn alone.</summary>
public class QrCodeTests
{
    [Theory]
    [InlineData("a", 21)]
    [InlineData("otpauth://totp/OpsPortal:ann%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=OpsPortal", 41)]
    [InlineData("otpauth://totp/OpsPortal:somebody.with.a.long.name%40department.example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=OpsPortal", 49)]
    [InlineData("ünïcode in a text that is somewhat longer than the others, so that blocks of two lengths are interleaved, as they are from version eight on: 0123456789 0123456789 012345", 53)]
    public void What_is_drawn_says_what_was_meant(string text, int size)
    {
        var modules = QrCode.Of(text);
        Assert.Equal(size, modules.GetLength(0));
        Assert.Equal(text, QrReader.Read(modules));
    }

    [Fact]
    public void A_text_that_does_not_fit_is_refused() => Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 214)));

    [Fact]
    public void The_correction_of_the_standards_example_is_right() =>
        // ISO/IEC 18004, annex I: "01234567" in version 1-M.
        Assert.Equal([0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55],
            ReedSolomon.Remainder([0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11], 10));
}
