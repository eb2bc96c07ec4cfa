using OpsPortal.Runbooks.Diagnostics;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Lint;

public sealed class DiagnosticFixesTests
{
    private static readonly DiagnosticFix Fix = new("Write b", 2, 3, "old", "newer");

    [Theory]
    [InlineData("x\nA old z\ny", "x\nA newer z\ny")]
    [InlineData("x\r\nA old\r\n", "x\r\nA newer\r\n")]
    [InlineData("x\rA old", "x\rA newer")]
    public void A_fix_replaces_its_text(string text, string mended) => Assert.Equal(mended, DiagnosticFixes.Apply(text, Fix));

    [Theory]
    [InlineData("x\nAB old")]
    [InlineData("x\n\nA old")]
    [InlineData("A old")]
    [InlineData("x\nA")]
    [InlineData("x\nA\nold")]
    [InlineData("")]
    public void A_fix_refuses_a_text_that_has_moved(string text) => Assert.Null(DiagnosticFixes.Apply(text, Fix));

    [Fact]
    public void Several_fixes_do_not_move_each_other()
    {
        var (text, applied) = DiagnosticFixes.ApplyAll("aa bb\naa\n", [new("", 1, 1, "aa", "a"), new("", 1, 4, "bb", "longer"), new("", 2, 1, "aa", "a"), new("", 2, 2, "a", "overlaps"), new("", 9, 1, "x", "y")]);
        Assert.Equal(("a longer\naoverlaps\n", 3), (text, applied));
    }
}
