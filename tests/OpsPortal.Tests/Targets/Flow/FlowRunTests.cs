using System.IO.Compression;
using System.Text;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Flow;

public class FlowRunTests
{
    private readonly FakeStep step = new();

    [Theory]
    [InlineData("kubectl get a && kubectl get b", "a b", true)]
    [InlineData("kubectl get no && kubectl get b", "no", false)]
    [InlineData("kubectl get no || kubectl get b", "no b", true)]
    [InlineData("kubectl get a || kubectl get b", "a", true)]
    [InlineData("kubectl get no; kubectl get b", "no b", false)]
    [InlineData("kubectl get no && kubectl get a || kubectl get b", "no b", true)]
    [InlineData("! kubectl get no && kubectl get b", "no b", true)]
    [InlineData("kubectl get a | grep nothing && kubectl get b", "a", true)]
    [InlineData("kubectl get a | grep nothing || kubectl get b", "a b", true)]
    [InlineData("kubectl get no || exit 1; kubectl get b", "no", false)]
    [InlineData("[ a = b ] && kubectl get a; kubectl get b", "b", true)]
    [InlineData("for x in a no b; do kubectl get $x || break; done", "a no", true)]
    [InlineData("for x in a no b; do kubectl get $x || continue; kubectl get b; done", "a b no b b", true)]
    [InlineData("if kubectl get no; then kubectl get a; elif [ 1 -lt 2 ]; then kubectl get b; fi", "no b", true)]
    [InlineData("if kubectl get a | grep -q one; then kubectl get b; else kubectl get a; fi", "a b", true)]
    [InlineData("(kubectl get a; kubectl get b)", "a b", true)]
    public async Task A_sequence_goes_by_the_rules_of_a_shell(string command, string done, bool succeeded)
    {
        step.Answer("a", "one\ntwo").Answer("b", "three");
        var outcome = await step.RunAsync(command);
        Assert.Equal(done, string.Join(' ', step.Done));
        Assert.Equal(succeeded, outcome.Succeeded);
    }

    [Theory]
    [InlineData("echo $((2 + 3 * 4)) $(( (7 % 4) ** 2 ))", "14 9")]
    [InlineData("X=web-7f-abc; echo ${X%%-*} ${X%-*} ${X#*-} ${X##*-} ${X/-/_} ${X//-/_} ${X:0:3} ${X: -3} ${#X} ${X^^} ${X^}", "web web-7f 7f-abc abc web_7f-abc web_7f_abc web abc 10 WEB-7F-ABC Web-7f-abc")]
    [InlineData("echo $(date +%Y%m%d_%H%M%S) $(date -d yesterday +%F) $(date -d '2 days ago' +%d/%m/%y) $(date -u -d '+1 hour' +%H:%M) $(date -d @0 +%s)", "20261121_031200 2026-11-20 19/11/26 04:12 0")]
    [InlineData("printf '%s-%s\\n' a b c d", "a-b\nc-d")]
    [InlineData("echo -e 'a\\tb'", "a\tb")]
    [InlineData("X=$(kubectl get a | head -1); echo \"got $X\"", "got one")]
    [InlineData("echo $(kubectl get a | grep two)", "two")]
    [InlineData("kubectl get a | while read x; do echo \"<$x>\"; done", "<one>\n<two>")]
    [InlineData("kubectl get pairs | while read n v; do echo \"$v=$n\"; done", "1=a\n2 3=b")]
    [InlineData("kubectl get a | xargs -I {} echo \"[{}]\"", "[one]\n[two]")]
    [InlineData("for x in $(kubectl get pairs); do echo $x; done | tail -2", "2\n3")]
    [InlineData("P=$(kubectl get pods -o name | head -1); kubectl get $P", "it is web-1")]
    [InlineData("kubectl get $(kubectl get pods -o name | tail -1)", "it is web-2")]
    [InlineData("kubectl get pods -o name | xargs kubectl get", "it is web-1\nit is web-2")]
    [InlineData("for i in {1..3}; do echo n$i; done | wc -l", "3")]
    [InlineData("{ echo b; echo a; } | sort", "a\nb")]
    [InlineData("echo y | kubectl get a | head -1", "one")]
    [InlineData("cat <<E\nhello $(echo you)\n\\$5 \"q\"\nE", "hello you\n$5 \"q\"")]
    [InlineData("cat <<'E'\nhello $X\nE", "hello $X")]
    [InlineData("sort <<< 'b'", "b")]
    [InlineData("kubectl get bad 2>&1 | grep error", "error: bad")]
    [InlineData("bash -c 'for x in 1 2; do echo $x; done'", "1\n2")]
    [InlineData("timeout 5 echo a", "a")]
    [InlineData("seq 2 3", "2\n3")]
    [InlineData("[[ web-1 == web-* ]] && echo yes || echo no", "yes")]
    [InlineData("[ 5 -gt 10 ] && echo yes || echo no", "no")]
    [InlineData("kubectl get endless | head -2", "again\nagain")]
    [InlineData("while read x; do echo \"$x!\"; done <<< 'a'", "a!")]
    public async Task It_prints_what_a_shell_would(string command, string printed)
    {
        step.Answer("a", "one\ntwo").Answer("pairs", "a 1\nb 2 3").Answer("bad", "error: bad").Answer("endless", "forever").Answer("pods", "pod/web-1\npod/web-2").Answer("pods web-1", "it is web-1").Answer("pods web-2", "it is web-2");
        var outcome = await step.RunAsync(command);
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal(printed, step.Output.Out);
    }

    [Fact]
    public async Task What_an_action_prints_is_anothers_input_and_side_effects_are_announced()
    {
        step.Answer("a", "one\ntwo");
        Assert.True((await step.RunAsync("kubectl get a | grep t | kubectl delete pod x")).Succeeded);
        Assert.Equal(["a", "delete pod x<two>"], step.Done);
        Assert.Equal(1, step.SideEffects);
    }

    [Fact]
    public async Task What_failed_is_never_half_an_input()
    {
        var outcome = await step.RunAsync("kubectl get no | kubectl delete pod x");
        Assert.Equal(ActionOutcome.Failure("no not found"), outcome);
        Assert.Equal(["no"], step.Done);
    }

    [Fact]
    public async Task Each_item_is_done_and_those_that_failed_are_told()
    {
        step.Answer("list", "a no b").Answer("pod a", "1").Answer("pod b", "2");
        var outcome = await step.RunAsync("kubectl get list | xargs -n1 kubectl get pod");
        Assert.False(outcome.Succeeded);
        Assert.Equal("done for 2 of 3 items; no: pod no not found", outcome.Reason);
        Assert.Equal("1\n2", step.Output.Out);
    }

    [Fact]
    public async Task A_lookup_that_finds_nothing_fails_the_step_before_anything_is_done()
    {
        step.Answer("pods", "");
        var outcome = await step.RunAsync("kubectl delete pod $(kubectl get pods)");
        Assert.False(outcome.Succeeded);
        Assert.StartsWith("$(kubectl get pods) found nothing", outcome.Reason);
        Assert.Equal(0, step.SideEffects);
        Assert.Equal("$(kubectl get no) could not be found: no not found", (await step.RunAsync("kubectl delete pod $(kubectl get no)")).Reason);
    }

    [Fact]
    public async Task What_is_captured_is_shown_and_returned()
    {
        step.Answer("a", "one\ntwo\n\n");
        var outcome = await step.RunAsync("X=$(kubectl get a)");
        Assert.Equal("one\ntwo", outcome.Captured);
        Assert.StartsWith("one\ntwo", step.Output.Out);
        Assert.Equal("v-20261121", (await step.RunAsync("export X=v-$(date +%Y%m%d)")).Captured);
        Assert.Equal("pod-7", (await step.RunAsync("X=$Y-7", new Dictionary<string, string> { ["Y"] = "pod" })).Captured);
    }

    [Fact]
    public async Task Output_goes_into_files_and_the_reason_says_so()
    {
        step.Answer("a", "one\ntwo").Answer("bad", "error: bad");
        Assert.Equal("listed a; wrote a_20261121.txt (8 bytes)", (await step.RunAsync("kubectl get a > a_$(date +%Y%m%d).txt")).Reason);
        Assert.Equal("one\ntwo\n", step.Files.Text("a_20261121.txt"));
        await step.RunAsync("kubectl get a | grep one >> a_20261121.txt");
        Assert.Equal("one\ntwo\none\n", step.Files.Text("a_20261121.txt"));
        await step.RunAsync("kubectl get bad > all.txt 2>&1");
        Assert.Equal("error: bad\n", step.Files.Text("all.txt"));
        await step.RunAsync("kubectl get bad 2> errors.txt");
        Assert.Equal("error: bad\n", step.Files.Text("errors.txt"));
        await step.RunAsync("kubectl get bad > /dev/null 2>&1");
        Assert.Equal("", step.Output.Out + step.Output.Errors);
        await step.RunAsync("kubectl get a | tee copy.txt | wc -l");
        Assert.Equal("one\ntwo\n", step.Files.Text("copy.txt"));
        Assert.Equal("2", step.Output.Out);
        await step.RunAsync("cat copy.txt | grep two");
        await step.RunAsync("grep one copy.txt");
        Assert.Equal("2\ntwo\none", step.Output.Out);
    }

    [Fact]
    public async Task Packed_files_are_unpacked_on_the_way()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes("SELECT 1;\n"));
        step.Files.All["dump.sql.gz"] = packed.ToArray();
        await step.RunAsync("gunzip -c dump.sql.gz | kubectl delete pod db");
        Assert.Equal(["delete pod db<SELECT 1;>"], step.Done);
        Assert.Contains("has to come with the runbook", (await step.RunAsync("zcat none.gz | kubectl delete pod db")).Reason);
        Assert.Single(step.Done);
    }

    [Fact]
    public async Task Watching_goes_round_until_it_is_stopped()
    {
        step.Answer("a", "one", null, "two");
        using var stop = new CancellationTokenSource();
        var running = step.RunAsync("watch -n 5 kubectl get a", cancellation: stop.Token);
        step.Time.Advance(TimeSpan.FromSeconds(11));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("one\ntwo", step.Output.Out);
        Assert.Equal("Round 1 at 03:12:00 UTC\nRound 2 at 03:12:05 UTC\nThis round failed: a not found\nRound 3 at 03:12:10 UTC", step.Output.Notes);
    }

    [Fact]
    public async Task Asking_goes_on_until_the_answer_is_yes()
    {
        step.Answer("a", null, null, "ready");
        var running = step.RunAsync("until kubectl get a; do sleep 10; done");
        Assert.False(running.IsCompleted);
        step.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("so at try 3: listed a", (await running).Reason);
    }

    [Fact]
    public async Task A_loop_ends_by_itself_where_it_says_so()
    {
        step.Answer("a", "wait", "done");
        var running = step.RunAsync("while true; do if kubectl get a | grep -q done; then break; fi; sleep 3; done");
        step.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await running).Succeeded);
        Assert.Equal(2, step.Done.Count);
    }

    [Fact]
    public async Task Waiting_counts_down()
    {
        var running = step.RunAsync("sleep 95");
        step.Time.Advance(TimeSpan.FromSeconds(94));
        Assert.False(running.IsCompleted);
        step.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("waited 95 s", (await running).Reason);
        Assert.Equal(["95 s left", "65 s left", "35 s left", "25 s left", "15 s left", "5 s left"], step.Output.Of(OutputStream.Note));
    }

    [Fact]
    public async Task What_takes_too_long_is_stopped()
    {
        var running = step.RunAsync("timeout 30 sleep 60");
        step.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ActionOutcome.Failure("not done after 30, so it was stopped", 124), await running);
    }

    [Theory]
    [InlineData("echo $((1/0))", "divides by 0")]
    [InlineData("sleep $N", "no duration")]
    [InlineData("[ $N -gt 1 ]", "no whole number")]
    [InlineData("echo $(date -d \"$N\")", "no time")]
    public async Task What_a_value_makes_impossible_is_told(string command, string reason) =>
        Assert.Contains(reason, (await step.RunAsync(command, new Dictionary<string, string> { ["N"] = "soon" })).Reason);
}
