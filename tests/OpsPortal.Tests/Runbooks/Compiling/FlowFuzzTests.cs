using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>Whatever is put together from the words of a shell compiles to something, and what compiles can be stored and read again.</summary>
public class FlowFuzzTests
{
    private static readonly string[] Words =
    [
        "kubectl get pods", "kubectl delete pod", "-o name", "web", "$X", "${X:-5}", "${X%%/*}", "${X", "$(", ")", "`", "$((X+1))", "$((", "))", "|", "||", "&&", ";", "&", "\n", "(", "{", "}", "!",
        "for x in", "a b c", "{1..3}", "{a,b}", "; do", "; done", "do", "done", "while", "until", "read x", "true", "if", "then", "else", "fi", "case x in", "esac", "[ -z \"$X\" ]", "[[ a == b ]]",
        "X=1", "X=$(date +%F)", "X=(a b)", "${X[@]}", "export", "sleep 1", "echo", "-n", "printf '%s\\n'", "cat", "<<E\n$X\nE\n", "<<< x", "< f", "> f", ">> f", "2>&1", "2> e", "&> f", "> /dev/null",
        "xargs", "-I {}", "{}", "grep x", "sort", "tee f", "head -1", "watch -n 1", "timeout 5", "env A=b", "bash -c", "'echo $1'", "\"a $(b) c\"", "date -d", "exit 1", "break", "f() {", "<(ls)", "\uE000p\uE001", "#", "sudo", "'",
    ];

    [Fact]
    public void Anything_compiles_and_what_compiles_survives_being_stored()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 6000; round++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 18)).Select(_ => Words[random.Next(Words.Length)]));
            var scope = new CompileScope();
            foreach (var command in FenceReader.Read(text, "bash", 1))
            {
                var compiled = CommandCompiler.Compile(command, scope);
                Assert.Equal(compiled.Action is null, compiled.Mode == StepMode.Manual);
                Assert.Equal(compiled.Action is null, compiled.ManualReason is not null);
                if (compiled.Action is not { } action) continue;
                var bound = action.Bind(new Dictionary<string, string> { ["nobody"] = "x" });
                Assert.Equal(action.Sentence, bound.Sentence);
                Assert.True(compiled.Risk >= action.Risk, text);
                Assert.True(compiled.Lookups.All(l => l.Action.Risk == Risk.Read), text);
                Assert.All(compiled.Parameters, p => Assert.False(ParameterText.IsLocal(p.Name), text));
                _ = (action.Principal.Name, action.Principal.Target, action.Live);
            }
        }
    }

    [Theory]
    [InlineData("echo ", "$(date) ")]
    [InlineData("echo ", "${X%a} $((X+1)) ")]
    [InlineData("", "timeout 1 ")]
    [InlineData("", "if true; then ")]
    [InlineData("kubectl get pods", " && kubectl get pods")]
    [InlineData("kubectl get pods", " | xargs kubectl get pod")]
    [InlineData("X=ab", "\nX=$X$X")]
    [InlineData("X=ab", "; X=$X$X")]
    public void Much_of_anything_is_read_in_bounded_time(string beginning, string again)
    {
        var scope = new CompileScope();
        foreach (var command in FenceReader.Read(beginning + string.Concat(Enumerable.Repeat(again, 2000)), "bash", 1)) Assert.NotNull(CommandCompiler.Compile(command, scope));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{ ", "; }")]
    [InlineData("if true; then ", "; fi")]
    [InlineData("for x in a b c d e f g h i j; do ", "; done")]
    [InlineData("echo $(", ")")]
    [InlineData("bash -c '", "'")]
    public void Nesting_ends_somewhere(string open, string close)
    {
        var command = string.Concat(Enumerable.Repeat(open, 40)) + "kubectl get pods" + string.Concat(Enumerable.Repeat(close, 40));
        foreach (var read in FenceReader.Read(command, "bash", 1)) Assert.NotNull(CommandCompiler.Compile(read));
    }
}
