using System.IO.Compression;
using System.Text;
using OpsPortal.Runbooks.Importing;
using Xunit;

namespace OpsPortal.Tests.Portal;

public class RunbookPackTests
{
    private static async Task<Result<RunbookPack>> ZipAsync(params (string Path, string Text)[] files)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, text) in files)
            {
                await using var entry = archive.CreateEntry(path).Open();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(text));
            }
        zip.Position = 0;
        return await RunbookPack.FromZipAsync(zip, default);
    }

    [Fact]
    public async Task AFolderAroundEverythingSaysNothing()
    {
        var pack = (await ZipAsync(("ops-main/README.md", "# a"), ("ops-main/k8s/hpa.yaml", "kind: x"))).Value!;
        Assert.Equal(["README.md", "k8s/hpa.yaml"], pack.Files.Select(f => f.Path));
    }

    [Theory]
    [InlineData("../evil.md")]
    [InlineData("a/../../evil.md")]
    [InlineData("/etc/passwd.md")]
    [InlineData("..\\evil.md")]
    public async Task NamesThatLeadOutAreLeftOut(string path)
    {
        var pack = (await ZipAsync(("good.md", "# good"), (path, "# evil"))).Value!;
        Assert.Equal("good.md", Assert.Single(pack.Files).Path);
        Assert.Contains("leads out of the pack", Assert.Single(pack.Left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatUnpacksToTooMuchIsLeftOut()
    {
        var pack = (await ZipAsync(("good.md", "# good"), ("bomb.txt", new string('0', 20 * 1024 * 1024)))).Value!;
        Assert.Equal("good.md", Assert.Single(pack.Files).Path);
        Assert.Contains("larger than 8 MiB", Assert.Single(pack.Left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APackThatUnpacksToTooMuchIsRefused()
    {
        var result = await ZipAsync([.. Enumerable.Range(0, 10).Select(i => ($"{i}.txt", new string('0', 7 * 1024 * 1024)))]);
        Assert.Contains("more than 64 MiB when unpacked", result.Problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALinkIsLeftOut()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            var link = archive.CreateEntry("link.md");
            link.ExternalAttributes = 0xA1FF << 16;
            await using var stream = link.Open();
            await stream.WriteAsync("/etc/passwd"u8.ToArray());
        }
        zip.Position = 0;
        var pack = (await RunbookPack.FromZipAsync(zip, default)).Value!;
        Assert.Empty(pack.Files);
        Assert.Contains("it is a link", Assert.Single(pack.Left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNoZipIsSaidSo() =>
        Assert.Contains("This is no zip file", (await RunbookPack.FromZipAsync(new MemoryStream("hello"u8.ToArray()), default)).Problem!.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("APIDown.md", "apidown")]
    [InlineData("README.md|cart/README.md|pay/README.md", "readme|cart|pay")]
    [InlineData("a/deploy.md|b/deploy.md|c d/deploy.md", "deploy|b-deploy|c-d-deploy")]
    [InlineData("x.md|x.markdown|X.md", "x|x-3|x-2")]
    public void EachRunbookHasAShortNameOfItsOwn(string paths, string slugs)
    {
        var files = paths.Split('|').Select(p => new PackFile(p, [])).ToList();
        var found = ImportPack.Slugs(files);
        Assert.Equal(files.Count, found.Select(f => f.Slug).Distinct().Count());
        if (!paths.Contains("x.md", StringComparison.Ordinal)) Assert.Equal(slugs, string.Join('|', files.Select(f => found.Single(s => s.File.Path == f.Path).Slug)));
    }

    [Theory]
    [InlineData("kubectl apply -f k8s/hpa.yaml", "README.md", "k8s/hpa.yaml", "k8s/hpa.yaml")]
    [InlineData("kubectl apply -f hpa.yaml", "cart/README.md", "cart/hpa.yaml", "hpa.yaml")]
    [InlineData("kubectl get pods", "README.md", "k8s/hpa.yaml", null)]
    public void AFileGoesAlongWhereTheTextNamesIt(string text, string runbook, string file, string? name) => Assert.Equal(name, ImportPack.Names(text, runbook, file));
}
