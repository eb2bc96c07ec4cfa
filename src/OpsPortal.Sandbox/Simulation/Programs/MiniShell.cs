using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>
/// <c>sh -c</c> for what runbooks and tests write: commands joined by <c>;</c>, <c>&amp;&amp;</c>, <c>||</c> and new lines, quotes,
/// <c>$VARIABLES</c>, <c>exit N</c>, and <c>&gt;&amp;2</c>, <c>2&gt;&amp;1</c>, <c>&gt;/dev/null</c>. Everything else is refused by name.
/// </summary>
internal sealed class MiniShell(Func<ProgramCall, string, Task<int>> invoke)
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t;\n|'\"");
    private static readonly string[] Joints = ["&&", "||", ";", "\n"];

    public async Task<int> RunAsync(ProgramCall call)
    {
        var arguments = call.Arguments.ToList();
        var script = arguments.FindIndex(a => a is "-c" or "-lc" or "-ec") is var flag and >= 0 && flag + 1 < arguments.Count
            ? arguments[flag + 1]
            : await call.Input.ReadToEndAsync(call.Cancellation);
        var code = 0;
        var joint = ";";
        foreach (var (words, next) in Commands(Tokens(script, call)))
        {
            var runs = joint switch { "&&" => code == 0, "||" => code != 0, _ => true };
            joint = next;
            if (!runs || words.Count == 0) continue;
            if (words.FirstOrDefault(w => !w.Quoted && w.Text is "|" or "<" or ">>" or "&") is { Text: not null } refused)
                return await call.Fail($"sh: 1: Syntax error: \"{refused.Text}\" unexpected", 2);
            if (words[0].Text == "exit") return words.Count > 1 && int.TryParse(words[1].Text, CultureInfo.InvariantCulture, out var exit) ? exit & 255 : code;
            code = await RunOne(call, words);
        }
        return code;
    }

    private async Task<int> RunOne(ProgramCall call, List<Word> words)
    {
        var (output, error) = (call.Output, call.Error);
        List<string> plain = [];
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case { Quoted: false, Text: ">&2" or "1>&2" }: output = error; break;
                case { Quoted: false, Text: "2>&1" }: error = output; break;
                case { Quoted: false, Text: ">" or "1>" } when i + 1 < words.Count && words[i + 1].Text == "/dev/null": output = TextWriter.Null; i++; break;
                case { Quoted: false, Text: "2>" } when i + 1 < words.Count && words[i + 1].Text == "/dev/null": error = TextWriter.Null; i++; break;
                case { Quoted: false, Text: ">/dev/null" or "1>/dev/null" }: output = TextWriter.Null; break;
                case { Quoted: false, Text: "2>/dev/null" }: error = TextWriter.Null; break;
                default: plain.Add(words[i].Text); break;
            }
        }
        if (plain.Count == 0) return 0;
        var code = await invoke(call with { Arguments = [.. plain.Skip(1)], Output = output, Error = error }, plain[0]);
        // A later command may take its time: what is said so far is to be seen.
        await output.FlushAsync(call.Cancellation);
        return code;
    }

    private static IEnumerable<(List<Word> Words, string Joint)> Commands(IEnumerable<Word> tokens)
    {
        List<Word> words = [];
        foreach (var token in tokens)
        {
            if (token.Quoted || !Joints.Contains(token.Text))
            {
                words.Add(token);
                continue;
            }
            yield return (words, token.Text);
            words = [];
        }
        yield return (words, ";");
    }

    private static IEnumerable<Word> Tokens(string script, ProgramCall call)
    {
        var word = new StringBuilder();
        bool begun = false, quoted = false;
        Word Take()
        {
            var taken = new Word(word.ToString(), quoted);
            word.Clear();
            (begun, quoted) = (false, false);
            return taken;
        }
        for (var i = 0; i < script.Length; i++)
        {
            var c = script[i];
            var two = i + 1 < script.Length ? script.Substring(i, 2) : "";
            if (c == '\'' || c == '"')
            {
                var end = script.IndexOf(c, i + 1);
                if (end < 0) end = script.Length;
                var inner = script[(i + 1)..end];
                word.Append(c == '"' ? Expand(inner, call) : inner);
                (begun, quoted, i) = (true, true, end);
            }
            else if (c is ' ' or '\t')
            {
                if (begun) yield return Take();
            }
            else if (two is "&&" or "||" || c is ';' or '\n' or '|')
            {
                if (begun) yield return Take();
                var joint = two is "&&" or "||" ? two : c.ToString();
                i += joint.Length - 1;
                yield return new(joint, false);
            }
            else
            {
                var end = script.AsSpan(i).IndexOfAny(WordEnds);
                var text = end < 0 ? script[i..] : script.Substring(i, end);
                var and = text.IndexOf("&&", StringComparison.Ordinal);
                if (and > 0) text = text[..and];
                word.Append(Expand(text, call));
                begun = true;
                i += text.Length - 1;
            }
        }
        if (begun) yield return Take();
    }

    private static string Expand(string text, ProgramCall call) => !text.Contains('$')
        ? text
        : Regex.Replace(text, @"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?", m => BaseProgram.Variables(call.World).GetValueOrDefault(m.Groups[1].Value, ""));

    private readonly record struct Word(string Text, bool Quoted);
}
