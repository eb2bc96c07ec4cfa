using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>What loses something is told as that, whatever it is wrapped in. DestructiveCommands.txt has one command a line; ⏎ stands for a line end.</summary>
public class DestructiveCommandTests
{
    public static TheoryData<string> Commands => [.. System.IO.File.ReadLines(File())];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Is_destructive(string command)
    {
        var scope = new CompileScope();
        var risks = FenceReader.Read(command.Replace('⏎', '\n'), "bash", 1).Select(c => CommandCompiler.Compile(c, scope).Risk).ToList();
        Assert.Equal(Risk.Destructive, risks.Max());
    }

    [Theory]
    [InlineData("sed -i '/x/e rm -rf /data' f")]
    [InlineData("tar -xf a.tar --to-command='rm -rf /data'")]
    [InlineData("unheard-of-tool rm-cache")]
    [InlineData("awk 'BEGIN { system(\"date\") }' f")]
    [InlineData("awk '{ print | \"sort\" }' f")]
    [InlineData("find . -name a -exec echo {} \\; -exec touch {} +")]
    public void Is_no_read(string command) => Assert.NotEqual(Risk.Read, Compiled.Of(command).Risk);

    [Theory]
    [InlineData("echo rm -rf /data", Risk.Read)]
    [InlineData("grep 'rm -rf' /var/log/audit.log", Risk.Read)]
    [InlineData("awk '{ print $1 }' f", Risk.Read)]
    [InlineData("find . -type f -exec grep x {} +", Risk.Read)]
    [InlineData("git branch -a", Risk.Read)]
    [InlineData("git checkout main", Risk.Read)]
    [InlineData("git restore --staged f", Risk.Change)]
    [InlineData("git stash list", Risk.Read)]
    [InlineData("ssh -o ConnectTimeout=5 host -- uptime", Risk.Read)]
    [InlineData("sudo -iu postgres psql -c 'SELECT 1'", Risk.Read)]
    [InlineData("docker run --rm alpine ls", Risk.Change)]
    [InlineData("flock /tmp/lock ./job.sh", Risk.Change)]
    [InlineData("cp rm backup", Risk.Change)]
    [InlineData("gcloud compute ssh vm --command='uptime'", Risk.Change)]
    [InlineData("tofu plan", Risk.Read)]
    [InlineData("zpool status", Risk.Read)]
    [InlineData("helm install drop-box ./chart", Risk.Change)]
    public void Is_no_more_than_it_says(string command, Risk risk) => Assert.Equal(risk, Compiled.Of(command).Risk);

    private static string File([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "DestructiveCommands.txt");
}
