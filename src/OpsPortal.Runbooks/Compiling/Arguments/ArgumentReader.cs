using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Arguments;

/// <summary>
/// Reads flags as kubectl and the GNU programs do: <c>--name value</c>, <c>--name=value</c>, <c>-n value</c>, <c>-nvalue</c>, <c>-n=value</c>,
/// letters run together (<c>-it</c>), flags between operands, and <c>--</c> to end them.
/// </summary>
internal static class ArgumentReader
{
    /// <param name="program">For sentences, e.g. <c>kubectl get</c>.</param>
    /// <param name="most">Operands after which all that follows is left alone.</param>
    /// <param name="plainLetters">As in GNU programs an equals sign behind a letter belongs to the value: <c>-d=</c>.</param>
    public static ArgumentList Read(string program, IReadOnlyList<string> words, FlagTable flags, int most = int.MaxValue, bool plainLetters = false)
    {
        var list = new ArgumentList();
        for (var i = 0; i < words.Count && list.Problem is null; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                list.Rest = [.. words.Skip(i + 1)];
                break;
            }
            if (list.Operands.Count >= most && !(word.Length > 1 && word[0] == '-'))
            {
                list.Operands.AddRange(words.Skip(i));
                break;
            }
            if (word.StartsWith("--", StringComparison.Ordinal)) i += Long(program, word, Next(words, i), flags, list);
            else if (word.Length > 1 && word[0] == '-') i += Short(program, word, Next(words, i), flags, list, plainLetters);
            else if (word.Length > 1 && word[0] is '–' or '—' or '−')
                list.Problem = new(DiagnosticCodes.MistypedFlag, $"{Shown(word)} begins with a dash that a word processor made; write -- instead");
            else list.Operands.Add(word);
        }
        return list;
    }

    private static string? Next(IReadOnlyList<string> words, int i) => i + 1 < words.Count ? words[i + 1] : null;

    private static int Long(string program, string word, string? next, FlagTable flags, ArgumentList list)
    {
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (flags.Named(name) is not { } flag)
        {
            list.Problem = Unknown(program, $"--{name}");
            return 0;
        }
        if (!flag.Understood) list.Problem = NotYet(program, $"--{name}");
        if (equals >= 0 || flag.Value != FlagValue.Required)
        {
            list.Set(flag, equals < 0 ? "" : word[(equals + 1)..]);
            return 0;
        }
        if (next is null) list.Problem ??= Missing($"--{name}");
        else list.Set(flag, next);
        return 1;
    }

    private static int Short(string program, string word, string? next, FlagTable flags, ArgumentList list, bool plainLetters)
    {
        var body = word.AsSpan(1);
        if (body.IndexOf('=') is var end && flags.Named((end < 0 ? body : body[..end]).ToString()) is { Name.Length: > 1 } meant)
        {
            list.Problem = new(DiagnosticCodes.MistypedFlag, $"-{meant.Name} has one dash where {program} wants two (--{meant.Name})");
            return 0;
        }
        for (var i = 0; i < body.Length; i++)
        {
            if (flags.Lettered(body[i]) is not { } flag)
            {
                list.Problem = Unknown(program, $"-{body[i]}");
                return 0;
            }
            if (!flag.Understood) list.Problem = NotYet(program, $"-{body[i]}");
            var rest = body[(i + 1)..];
            if (flag.Value != FlagValue.Required)
            {
                list.Set(flag, rest is ['=', .. var given] ? given.ToString() : "");
                if (rest is ['=', ..]) return 0;
                continue;
            }
            if (rest.Length > 0)
            {
                list.Set(flag, (rest[0] == '=' && !plainLetters ? rest[1..] : rest).ToString());
                return 0;
            }
            if (next is null) list.Problem ??= Missing($"-{body[i]}");
            else list.Set(flag, next);
            return 1;
        }
        return 0;
    }

    private static ArgumentProblem Unknown(string program, string flag) => new(DiagnosticCodes.UnknownFlag, $"{program} knows no flag {Shown(flag)}");

    private static ArgumentProblem NotYet(string program, string flag) => new(DiagnosticCodes.UnsupportedFlag, $"{flag} of {program} is not yet understood");

    private static ArgumentProblem Missing(string flag) => new(DiagnosticCodes.MissingValue, $"{flag} has no value");

    private static string Shown(string word) => ParameterText.Display(word.Length > 40 ? word[..40] + "…" : word);
}
