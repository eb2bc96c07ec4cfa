using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;
using OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

namespace OpsPortal.Targets.Filters.SedLanguage;

/// <summary>Carries a sed script out, line by line.</summary>
/// <param name="next">The next line, for a script that reads on; null at the end.</param>
internal sealed class SedMachine(Sed sed, SedProgram program, Func<string?> next)
{
    /// <summary>Commands for one line.</summary>
    private const int MostSteps = 5_000_000;

    /// <summary>Characters of the pattern and the hold space.</summary>
    private const int LongestSpace = 32 << 20;

    private readonly Dictionary<SedPattern, TextPattern> patterns = [];
    private readonly Dictionary<SedCommand, int> rangeEnds = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> appended = [];
    private TextPattern? lastPattern;
    private string space = "";
    private string hold = "";
    private int number;
    private int steps;
    private bool substituted;

    /// <summary>Lines that came out and were not yet taken.</summary>
    public List<string> Output { get; } = [];

    public int ExitCode { get; private set; }

    /// <summary>Which line is the last one; only asked where the script wants to know.</summary>
    public bool IsLast { get; set; }

    /// <summary>False: the script has quit.</summary>
    public bool Run(string line)
    {
        (space, number, steps) = (line, number + 1, 0);
        bool again, quit;
        do (again, quit) = Once();
        while (again && !quit);
        return !quit;
    }

    private (bool Again, bool Quit) Once()
    {
        substituted = false;
        for (var i = 0; i < program.Commands.Count; i++)
        {
            if (++steps > MostSteps) throw new FilterException($"{sed.Source}: the script does not come to an end with one line. Look for a jump that always jumps.");
            var command = program.Commands[i];
            if (Selects(command) == command.Negated)
            {
                if (command.Name == '{') i = command.Target - 1;
                continue;
            }
            switch (command.Name)
            {
                case 's': Substitute(command); break;
                case 'p': Output.Add(space); break;
                case 'P': Output.Add(First()); break;
                case 'd': return Ended(printed: false);
                case 'D':
                    if (!space.Contains('\n')) return Ended(printed: false);
                    space = space[(space.IndexOf('\n') + 1)..];
                    Flush();
                    return (true, false);
                case 'q':
                    ExitCode = command.ExitCode;
                    return Quit();
                case 'Q':
                    ExitCode = command.ExitCode;
                    return (false, true);
                case 'y': space = string.Concat(space.Select(c => command.Text.IndexOf(c) is >= 0 and var at ? command.Becomes[at] : c)); break;
                case 'a': appended.Add(command.Text); break;
                case 'i': Output.Add(command.Text); break;
                case 'c':
                    if (command.To is null || command.Negated || !rangeEnds.ContainsKey(command)) Output.Add(command.Text);
                    return Ended(printed: false);
                case '=': Output.Add($"{number}"); break;
                case 'g': space = hold; break;
                case 'G': Space(space + "\n" + hold); break;
                case 'h': hold = space; break;
                case 'H': hold = Bounded(hold + "\n" + space); break;
                case 'x': (space, hold) = (hold, space); break;
                case 'z': space = ""; break;
                case 'n':
                    if (next() is not { } following) return Quit();
                    if (!sed.Quiet) Output.Add(space);
                    Flush();
                    (space, number) = (following, number + 1);
                    break;
                case 'N':
                    if (next() is not { } another) return Quit();
                    Flush();
                    number++;
                    Space(space + "\n" + another);
                    break;
                case 'b': i = command.Target - 1; break;
                case 't' when substituted:
                    substituted = false;
                    i = command.Target - 1;
                    break;
                case 'T' when substituted: substituted = false; break;
                case 'T': i = command.Target - 1; break;
            }
        }
        return Ended(!sed.Quiet);
    }

    private (bool Again, bool Quit) Ended(bool printed)
    {
        if (printed) Output.Add(space);
        Flush();
        return (false, false);
    }

    private (bool Again, bool Quit) Quit()
    {
        Ended(!sed.Quiet);
        return (false, true);
    }

    private void Flush()
    {
        Output.AddRange(appended);
        appended.Clear();
    }

    private string First() => space.IndexOf('\n') is >= 0 and var end ? space[..end] : space;

    private void Space(string text) => space = Bounded(text);

    private string Bounded(string text) => text.Length <= LongestSpace ? text : throw new FilterException($"{sed.Source}: more than {LongestSpace >> 19} MiB to hold. Narrow the input first.");

    private bool Selects(SedCommand command)
    {
        if (command.From is null) return true;
        if (command.To is null) return Matches(command.From);
        if (rangeEnds.TryGetValue(command, out var end))
        {
            if (command.To.Kind == SedAddressKind.Pattern || command.To.Kind == SedAddressKind.Last)
            {
                if (Matches(command.To)) rangeEnds.Remove(command);
                return true;
            }
            if (number >= end) rangeEnds.Remove(command);
            // a range that ended before this line was reached is one line long
            return number <= end;
        }
        if (command.From is { Kind: SedAddressKind.Line, Number: 0 })
        {
            if (number != 1) return false;
            if (!Matches(command.To)) rangeEnds[command] = int.MaxValue;
            return true;
        }
        if (!Matches(command.From)) return false;
        var last = command.To.Kind switch
        {
            SedAddressKind.Line => command.To.Number,
            SedAddressKind.Plus => number + command.To.Number,
            SedAddressKind.Multiple => command.To.Number <= 0 ? number : number + command.To.Number - (number % command.To.Number),
            SedAddressKind.Last => IsLast ? number : int.MaxValue,
            _ => int.MaxValue,
        };
        if (last > number) rangeEnds[command] = last;
        return true;
    }

    private bool Matches(SedAddress address) => address.Kind switch
    {
        SedAddressKind.Line => number == address.Number,
        SedAddressKind.Last => IsLast,
        SedAddressKind.Step => address.Step <= 0 ? number == address.Number : number >= address.Number && (number - address.Number) % address.Step == 0,
        SedAddressKind.Pattern => Pattern(address.Pattern!).Matches(space),
        _ => false,
    };

    private TextPattern Pattern(SedPattern pattern)
    {
        if (pattern.Text.Length == 0) return lastPattern ?? throw new FilterException($"{sed.Source}: there is no previous pattern.");
        if (!patterns.TryGetValue(pattern, out var known))
            patterns[pattern] = known = new("sed", pattern.Text, sed.Extended ? GrepSyntax.Extended : GrepSyntax.Basic, PatternEscapes.Sed, pattern.IgnoreCase, pattern.Multiline);
        return lastPattern = known;
    }

    private void Substitute(SedCommand command)
    {
        var pattern = Pattern(command.Pattern!);
        var result = new StringBuilder();
        int from = 0, copied = 0, seen = 0, lastEnd = -1;
        var any = false;
        while (from <= space.Length && pattern.Find(space, from) is { } match)
        {
            // an empty match right behind another one is none
            if (match.Length > 0 || match.Index != lastEnd)
            {
                seen++;
                if (seen >= command.Occurrence)
                {
                    result.Append(space, copied, match.Index - copied);
                    SedReplacement.Append(result, command.Replacement, match);
                    copied = match.End;
                    any = true;
                    if (result.Length > LongestSpace) Bounded(result.ToString());
                    if (!command.Everywhere) break;
                }
            }
            lastEnd = match.End;
            from = match.Length > 0 ? match.End : match.Index + 1;
        }
        if (!any) return;
        space = result.Append(space, copied, space.Length - copied).ToString();
        substituted = true;
        if (command.Print) Output.Add(space);
    }
}
