using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;
using OpsPortal.Tests.Targets.Filters;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>awk, jq, sed and the small filters in a pipeline: what is taken, and what stays with a person.</summary>
public class ProgramFilterTests
{
    [Theory]
    [InlineData("awk '{system(\"reboot\")}'", "run another program")]
    [InlineData("awk '{\"date\" | getline d}'", "another program")]
    [InlineData("awk '{while ((getline line < \"f\") > 0) n++}'", "getline")]
    [InlineData("awk '{print > \"out\"}'", "write into a file")]
    [InlineData("awk '{print $1 >> \"out\"}'", "write into a file")]
    [InlineData("awk '{print | \"sort\"}'", "send its output to another program")]
    [InlineData("awk '{print ENVIRON[\"HOME\"]}'", "environment")]
    [InlineData("awk '{print rand()}'", "another result each time")]
    [InlineData("awk '{print systime()}'", "clock")]
    [InlineData("awk '{print $1' ", "ends too early")]
    [InlineData("awk '{print nosuch(1)}'", "has no function nosuch")]
    [InlineData("awk '/(/'", "Unmatched (")]
    [InlineData("awk -f prog.awk", "-f of awk")]
    [InlineData("awk '{print}' file.txt", "reads a file")]
    [InlineData("awk", "no program")]
    [InlineData("sed 's/a/date/e'", "run another program")]
    [InlineData("sed 's/a/b/w out'", "write into a file")]
    [InlineData("sed 'w out'", "write into a file")]
    [InlineData("sed 'e date'", "run another program")]
    [InlineData("sed 'r file'", "read from a file")]
    [InlineData("sed -i 's/a/b/'", "-i of sed")]
    [InlineData("sed 's/a/b'", "without end")]
    [InlineData("sed 's/a/\\1/'", "no such group")]
    [InlineData("sed 'y/ab/c/'", "differ in length")]
    [InlineData("sed 'b nowhere'", "no label")]
    [InlineData("sed s/a/b/ file", "reads a file")]
    [InlineData("jq 'input'", "input in jq")]
    [InlineData("jq -n '[inputs]'", "inputs in jq")]
    [InlineData("jq 'env.HOME'", "environment")]
    [InlineData("jq '$ENV.HOME'", "environment")]
    [InlineData("jq 'now'", "clock")]
    [InlineData("jq '.a | nosuch'", "nosuch/0")]
    [InlineData("jq '$x'", "nothing gives a value")]
    [InlineData("jq '.a['", "ends too early")]
    [InlineData("jq '{a:1'", "ends too early")]
    [InlineData("jq '@xyz'", "not known")]
    [InlineData("jq . file.json", "reads a file")]
    [InlineData("jq -f prog.jq", "-f of jq")]
    [InlineData("jq 'import \"m\" as m; .'", "modules")]
    [InlineData("jq --argjson x '{' .", "is none")]
    [InlineData("jq --arg x", "a name and a value")]
    [InlineData("yq '.a = 1'", "may mean something else")]
    [InlineData("yq r - a.b", "yq r")]
    [InlineData("yq -i '.a'", "-i of yq")]
    [InlineData("yq -o props '.a'", "-o props")]
    [InlineData("python3 -c 'print(1)'", "program of its own")]
    [InlineData("cut -d ab -f1", "single character")]
    [InlineData("cut -f", "no value")]
    [InlineData("cut -d,", "one of -f")]
    [InlineData("cut -f 3-1", "not understood")]
    [InlineData("tr a", "too few")]
    [InlineData("tr é e", "ASCII")]
    [InlineData("tr z-a x", "backwards")]
    [InlineData("column", "without -t")]
    [InlineData("base64 file", "reads a file")]
    [InlineData("gunzip", "reads bytes")]
    [InlineData("zcat", "reads bytes")]
    [InlineData("less file", "reads a file")]
    [InlineData("sort -c", "-c of sort")]
    [InlineData("sort -R", "-R of sort")]
    [InlineData("md5sum -c sums", "-c of md5sum")]
    public void What_is_not_carried_out_stays_with_a_person(string filter, string reason) =>
        Assert.Contains(reason, Compiled.Manual($"kubectl get pods | {filter}").ManualReason);

    [Theory]
    [InlineData("less")]
    [InlineData("less -R")]
    [InlineData("more")]
    [InlineData("tail -f")]
    [InlineData("tail -n +1 -f")]
    public void What_only_shows_lets_everything_through(string filter) => Assert.IsType<Passing>(FilterCase.Compile(filter));

    [Fact]
    public async Task A_value_never_becomes_code()
    {
        string[] hostile = ["\") | halt", "x\"; system(\"reboot\")", "a/e", "&\\1", "$(date)", "\\(env)"];
        foreach (var value in hostile)
        {
            Assert.Equal($"[{value}]\n", await BoundAsync("awk '{print \"[<who>]\"}'", value, "line\n"));
            Assert.Equal($"[{value}]\n", await BoundAsync("sed 's/line/[<who>]/'", value, "line\n"));
            Assert.Equal($"[{value}]\n", await BoundAsync("jq -r '\"[<who>]\"'", value, "1\n"));
            Assert.Equal($"{value}\n", await BoundAsync("jq -r --arg v \"<who>\" '$v'", value, "1\n"));
            Assert.Equal("null\n", await BoundAsync("jq '.[\"<who>\"]'", value, "{}\n"));
        }
    }

    [Fact]
    public async Task A_value_stands_where_a_number_or_a_name_is_wanted()
    {
        Assert.Equal("b\n", await BoundAsync("awk \"NR==$who\"", "2", "a\nb\n"));
        Assert.Equal("b\n", await BoundAsync("sed -n \"${who}p\"", "2", "a\nb\n"));
        Assert.Equal("5\n", await BoundAsync("jq \".$who\"", "port", "{\"port\":5}\n"));
        Assert.Equal("8\n", await BoundAsync("jq \".[$who]\"", "1", "[7,8]\n"));
        Assert.Contains("REFUSED", await BoundAsync("jq \".[$who]\"", "1] | env", "[7,8]\n"));
        Assert.Equal("b\n", await BoundAsync("awk \"/$who/\"", "^b", "a\nb\n"));
    }

    [Fact]
    public void Places_are_kept_out_of_the_code()
    {
        var jq = Assert.IsType<Jq>(FilterCase.Compile("jq '.items[] | select(.name == \"<pod-name>\") | .x'"));
        Assert.Equal([ParameterText.Place("pod-name")], jq.Program.Values);
        Assert.DoesNotContain("pod-name", jq.Program.Code);
        Assert.Equal(["pod-name:text"], Compiled.Parameters("kubectl get pods -o json | jq '.items[] | select(.name == \"<pod-name>\")'").Split(' '));
    }

    [Fact]
    public async Task Every_function_that_jq_is_said_to_have_is_carried_out()
    {
        foreach (var signature in JqNames.ValueFunctions.Concat(JqNames.ProgramFunctions))
        {
            var (name, count) = (signature.Split('/')[0], int.Parse(signature.Split('/')[1]));
            var call = count == 0 ? name : $"{name}({string.Join("; ", Enumerable.Repeat(".", count))})";
            var result = await FilterCase.RunAsync(new Jq("jq") { Program = new($"[limit(3; try {call} catch \"error\")]", []) }, "1\n");
            Assert.DoesNotContain("not carried out", result);
        }
    }

    [Theory]
    [InlineData("yq '.spec.replicas'", "3\n")]
    [InlineData("yq -r .metadata.name", "api\n")]
    [InlineData("yq eval '.spec.template.containers[].image' -", "a:1.10\nb:2\n")]
    [InlineData("yq '.version'", "1.10\n")]
    [InlineData("yq -o json .spec.template.containers", "[\n  {\n    \"image\": \"a:1.10\"\n  },\n  {\n    \"image\": \"b:2\"\n  }\n]\n")]
    [InlineData("yq -o=json -I0 .metadata", "{\"name\":\"api\",\"on\":\"yes\"}\n")]
    [InlineData("yq .metadata", "name: api\n\"on\": \"yes\"\n")]
    [InlineData("yq .spec", "replicas: 3\ntemplate:\n  containers:\n    - image: a:1.10\n    - image: b:2\n")]
    [InlineData("yq '.spec.template.containers[] | select(.image == \"b:2\") | .image'", "b:2\n")]
    [InlineData("yq '.nothing'", "null\n")]
    public async Task Yq_reads_yaml(string filter, string expected) =>
        Assert.Equal(expected, await FilterCase.RunAsync(filter, "# comment\nmetadata:\n  name: api\n  \"on\": \"yes\"\nversion: 1.10\nspec:\n  replicas: 3\n  template:\n    containers:\n    - image: a:1.10\n    - image: b:2\n"));

    [Theory]
    [InlineData("awk 'BEGIN{while(1) n++}'", "does not come to an end")]
    [InlineData("awk 'BEGIN{s=\"x\"; while(1) s = s s}'", "MiB")]
    [InlineData("awk 'BEGIN{while(1) a[i++]=\"some text\"}'", "")]
    [InlineData("awk 'function f(x){return f(x+1)} BEGIN{f(1)}'", "too often")]
    [InlineData("awk '{print 1/0}'", "division by zero")]
    [InlineData("awk 'BEGIN{printf \"%d %d\", 1}'", "fewer values")]
    [InlineData("sed ':a;ba'", "does not come to an end")]
    [InlineData("sed ':a;s/^/xx/;s/$/&&&&&&&&/;H;G;ba'", "MiB")]
    [InlineData("jq -n '[range(1e9)]'", "")]
    [InlineData("jq -n 'def f: f; f'", "nested too deeply")]
    [InlineData("jq -n '[limit(1e9; repeat(1))] | length'", "")]
    [InlineData("jq -n '\"x\" * 1e9'", "too long")]
    [InlineData("base64 -d", "no base64")]
    [InlineData("jq -n 'reduce range(100000) as $i (0; [.])'", "nested too deeply")]
    [InlineData("jq -n '[reduce range(100000) as $i (0; [.])] | sort | . == .'", "nested too deeply")]
    [InlineData("jq -n 'reduce range(100000) as $i (0; {a: .}) | del(.a.a), walk(.)'", "nested too deeply")]
    public async Task Nothing_runs_or_grows_for_ever(string filter, string sentence)
    {
        var result = await FilterCase.RunAsync(filter, "one!\n");
        Assert.StartsWith("REFUSED", result);
        Assert.Contains(sentence, result);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused() => Assert.Contains("no text", await FilterCase.RunAsync("base64 -d", "//79/A==\n"));

    [Theory]
    [InlineData("jq '", "[", "'")]
    [InlineData("jq '", "-", "1'")]
    [InlineData("jq '1", "//1", "'")]
    [InlineData("jq '1", ",1", "'")]
    [InlineData("jq '1", "|1", "'")]
    [InlineData("jq '", "if 1 then 1 el", "'")]
    [InlineData("jq '. as ", "[", "$a | .'")]
    [InlineData("jq '{a:1", "|1", "}'")]
    [InlineData("yq '.a", ",.a", "'")]
    [InlineData("awk 'BEGIN{print ", "(", "}'")]
    [InlineData("awk 'BEGIN{print 1", "+1", "}'")]
    [InlineData("awk 'BEGIN{print ", "!", "1}'")]
    [InlineData("awk '/", "a*", "/'")]
    [InlineData("awk '", "{", "'")]
    [InlineData("sed 's/", "[[:", "/b/'")]
    [InlineData("sed '", "ba;", "'")]
    [InlineData("grep '", "(", "'")]
    [InlineData("tr '", "[a*", "' b")]
    public async Task No_program_is_too_strange_to_be_compiled(string before, string piece, string after)
    {
        foreach (var count in new[] { 3000, 200_000 })
        {
            var compiled = Compiled.Of($"kubectl get pods | {before}{string.Concat(Enumerable.Repeat(piece, count))}{after}");
            if (compiled.Filters is [var filter]) await FilterCase.RunAsync(filter, "1\n");
        }
    }

    private static async Task<string> BoundAsync(string filter, string value, string input) =>
        await FilterCase.RunAsync(FilterCase.Compile(filter).Bind(new Dictionary<string, string> { ["who"] = value }), input);
}
