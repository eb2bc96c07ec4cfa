using OpsPortal.Runbooks.Files;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class FilePathTests
{
    [Theory]
    [InlineData("./k8s//hpa.yaml", "k8s/hpa.yaml")]
    [InlineData("backup.sql", "backup.sql")]
    [InlineData("k8s\\hpa.yaml", "k8s/hpa.yaml")]
    public void OneFileHasOneName(string written, string name) => Assert.Equal(name, FilePath.Normal(written));

    [Theory]
    [InlineData("k8s/hpa.yaml", true)]
    [InlineData("../etc/passwd", false)]
    [InlineData("a/../../b", false)]
    [InlineData("folder/", false)]
    [InlineData("", false)]
    [InlineData("a\u0000b", false)]
    public void NamesAreChecked(string path, bool good) => Assert.Equal(good, FilePath.Problem(path) is null);

    [Theory]
    [InlineData("k8s/hpa.yaml", "k8s", true)]
    [InlineData("k8s/hpa.yaml", "k8s/", true)]
    [InlineData("k8s/hpa.yaml", "k8s/*.yaml", true)]
    [InlineData("k8s/hpa.yaml", "*.yaml", false)]
    [InlineData("backup_1.sql", "backup_?.sql", true)]
    [InlineData("backup_1.sql", "backup_[0-9].sql", true)]
    [InlineData("backup_x.sql", "backup_[!0-9].sql", true)]
    [InlineData("backup_1.sql", "backup_[!0-9].sql", false)]
    [InlineData("k8snot/hpa.yaml", "k8s", false)]
    [InlineData("a.b", "a?b", true)]
    [InlineData("a(b", "a(*", true)]
    public void PatternsMatchAsAShellsDo(string path, string pattern, bool matches) => Assert.Equal(matches, FilePath.Matches(path, pattern));
}
