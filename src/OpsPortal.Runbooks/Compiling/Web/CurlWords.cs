using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>An option of curl in its place: data are put together in the order in which they stand, files go with addresses in turn.</summary>
internal sealed record CurlOption(string Name, string Value);

/// <summary>
/// Reads options as curl does, which is not as the GNU programs do: no equals sign behind a long name, what follows a letter
/// belongs to it whole (<c>-XPOST</c>, <c>-H'…'</c>), <c>--no-</c> takes a switch back.
/// </summary>
internal static class CurlWords
{
    public static List<CurlOption>? Read(IReadOnlyList<string> words, out ArgumentProblem? problem)
    {
        problem = null;
        List<CurlOption> options = [];
        var onlyAddresses = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var next = i + 1 < words.Count ? words[i + 1] : null;
            if (onlyAddresses || word.Length < 2 || word[0] != '-')
            {
                problem = word is ['–' or '—' or '−', _, ..] ? new(DiagnosticCodes.MistypedFlag, $"{Shown(word)} begins with a dash that a word processor made; write - instead") : null;
                if (problem is not null) return null;
                options.Add(new(CurlFlags.Url, word));
            }
            else if (word == "--") onlyAddresses = true;
            else
            {
                var took = word[1] == '-' ? Long(word[2..], next, options, out problem) : Short(word[1..], next, options, out problem);
                if (problem is not null) return null;
                i += took;
            }
        }
        return options;
    }

    private static int Long(string name, string? next, List<CurlOption> options, out ArgumentProblem? problem)
    {
        problem = null;
        string? given = null;
        var off = false;
        if (CurlFlags.Table.Named(name) is not { } flag)
        {
            if (name.StartsWith("no-", StringComparison.Ordinal) && CurlFlags.Table.Named(name[3..]) is { Value: FlagValue.None } taken) (flag, off) = (taken, true);
            // curl would refuse "--data={}", and everybody sees what was meant
            else if (name.IndexOf('=') is > 0 and var equals && CurlFlags.Table.Named(name[..equals]) is { Value: FlagValue.Required } valued) (flag, given) = (valued, name[(equals + 1)..]);
            else
            {
                problem = new(DiagnosticCodes.UnknownFlag, $"curl knows no option --{Shown(name)}");
                return 0;
            }
        }
        if (!flag.Understood && !off)
        {
            problem = NotYet($"--{flag.Name}");
            return 0;
        }
        if (flag.Value == FlagValue.None)
        {
            if (off) options.RemoveAll(o => o.Name == flag.Name);
            else options.Add(new(flag.Name, ""));
            return 0;
        }
        if ((given ?? next) is not { } value)
        {
            problem = Missing($"--{flag.Name}");
            return 0;
        }
        options.Add(new(flag.Name, value));
        return given is null ? 1 : 0;
    }

    private static int Short(string letters, string? next, List<CurlOption> options, out ArgumentProblem? problem)
    {
        // curl would take the rest for the value of the first letter, which nobody means
        problem = letters.Length > 3 && CurlFlags.Table.Named(letters) is not null ? new(DiagnosticCodes.MistypedFlag, $"-{letters} has one dash where curl wants two (--{letters})") : null;
        for (var i = 0; i < letters.Length && problem is null; i++)
        {
            if (CurlFlags.Table.Lettered(letters[i]) is not { } flag)
            {
                problem = new(DiagnosticCodes.UnknownFlag, $"curl knows no option -{Shown(letters[i..(i + 1)])}");
                return 0;
            }
            if (!flag.Understood)
            {
                problem = NotYet($"-{letters[i]}");
                return 0;
            }
            if (flag.Value == FlagValue.None)
            {
                options.Add(new(flag.Name, ""));
                continue;
            }
            var attached = letters[(i + 1)..];
            if (attached.Length == 0 && next is null)
            {
                problem = Missing($"-{letters[i]}");
                return 0;
            }
            options.Add(new(flag.Name, attached.Length > 0 ? attached : next!));
            return attached.Length > 0 ? 0 : 1;
        }
        return 0;
    }

    private static ArgumentProblem NotYet(string flag) => new(DiagnosticCodes.UnsupportedFlag, $"{flag} of curl is not yet understood");

    private static ArgumentProblem Missing(string flag) => new(DiagnosticCodes.MissingValue, $"{flag} has no value");

    private static string Shown(string word) => ParameterText.Display(word.Length > 40 ? word[..40] + "…" : word);
}
