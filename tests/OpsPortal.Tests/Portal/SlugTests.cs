using Xunit;

namespace OpsPortal.Tests.Portal;

public class SlugTests
{
    [Theory]
    [InlineData("Platform Service", "platform-service")]
    [InlineData("  --Big/Size__1 ", "big-size-1")]
    [InlineData("a.b.c.md", "a-b-c-md")]
    [InlineData("…", "")]
    public void The_nearest_slug_of_a_text(string text, string slug) => Assert.Equal(slug, Slug.From(text));

    [Theory]
    [InlineData("platform-service", true)]
    [InlineData("", false)]
    [InlineData("Platform", false)]
    [InlineData("a--b", false)]
    [InlineData("-a", false)]
    [InlineData("../etc", false)]
    public void A_slug_is_valid_if_it_is_its_own_nearest(string text, bool valid) => Assert.Equal(valid, Slug.IsValid(text));

    [Fact]
    public void A_slug_never_grows_beyond_its_limit() => Assert.Equal(Slug.MaxLength, Slug.From(new string('a', 500)).Length);
}
