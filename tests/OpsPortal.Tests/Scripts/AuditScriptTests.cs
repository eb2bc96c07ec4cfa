using System.Diagnostics;
using OpsPortal.Tests.Architecture;
using Xunit;

namespace OpsPortal.Tests.Scripts;

/// <summary><c>./portal test</c> asks for vulnerable packages: run with a dotnet and a curl that say what they are told to.</summary>
public sealed class AuditScriptTests : IDisposable
{
    private const string Vulnerable = """
        Project `OpsPortal` has the following vulnerable packages
           [net10.0]:
           Transitive Package      Resolved   Severity   Advisory URL
           > Some.Package          1.0.0      High       https://github.com/advisories/GHSA-xxxx
        """;

    private const string Index = """{"version":"3.0.0","resources":[{"@id":"https://example.org/vuln/","@type":"VulnerabilityInfo/6.7.0"},""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opsportal-audit-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_vulnerable_package_fails_the_test_and_is_named()
    {
        var (exit, output) = await TestAsync(Vulnerable, listExit: 0, Index);
        Assert.Equal(1, exit);
        Assert.Contains("> Some.Package", output);
        Assert.Contains("take a newer version", output);
    }

    [Fact]
    public async Task A_vulnerable_package_counts_also_where_another_source_was_not_reached()
    {
        var (exit, output) = await TestAsync($"{Vulnerable}\nwarn : NU1900", listExit: 1, Index);
        Assert.Equal((1, false), (exit, output.Contains("NOT CHECKED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_found_by_a_source_that_knows_is_a_pass()
    {
        // longer than a pipe holds
        var (exit, output) = await TestAsync("The given project has no vulnerable packages", listExit: 0, Index + new string(' ', 200_000));
        Assert.Equal(0, exit);
        Assert.Contains("none known to the sources configured here", output);
        Assert.DoesNotContain("NOT CHECKED", output);
    }

    [Theory]
    [InlineData(0, "{\"resources\":[]}", "publish no advisories")]
    [InlineData(0, null, "publish no advisories")]
    [InlineData(1, null, "no source of advisories could be reached")]
    public async Task Where_no_source_knows_that_is_said_plainly(int listExit, string? index, string said)
    {
        var (exit, output) = await TestAsync(listExit == 0 ? "The given project has no vulnerable packages" : "error : NU1301: unable to load the service index", listExit, index);
        Assert.Equal(0, exit);
        Assert.Contains("NOT CHECKED", output);
        Assert.Contains(said, output);
        if (listExit != 0) Assert.Contains("NU1301", output);
        Assert.DoesNotContain("none known", output);
    }

    /// <summary>The whole of <c>run_tests</c>, whose tests all pass.</summary>
    /// <param name="index">What a source publishes; null where it does not answer.</param>
    private async Task<(int Exit, string Output)> TestAsync(string list, int listExit, string? index)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "list"), list);
        if (index is not null) await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index"), index);
        var scripts = Path.Combine(SourceTree.Root, "src/scripts");
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "-c",
                $$"""
                set -euo pipefail
                exec 2>&1
                say() { printf '%s\n' "$@"; }
                fail() { say "$*"; exit 9; }
                need_dotnet() { :; }
                need_tools() { :; }
                dotnet() {
                  case $1 in
                    list) cat '{{folder.FullName}}/list'; return {{listExit}} ;;
                    nuget) say 'E https://example.org/v3/index.json' 'D https://disabled.example.org/index.json' ;;
                    test) printf 'Total tests: 3\n     Passed: 3\n' ;;
                  esac
                }
                curl() {
                  for address; do :; done
                  [ "$address" = https://example.org/v3/index.json ] && [ -e '{{folder.FullName}}/index' ] && cat '{{folder.FullName}}/index'
                }
                root='{{SourceTree.Root}}' configuration=Release
                . '{{scripts}}/audit.sh'; . '{{scripts}}/test.sh'
                run_tests
                """,
            },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
