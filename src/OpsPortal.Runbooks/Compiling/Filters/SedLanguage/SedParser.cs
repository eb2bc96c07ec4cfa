using System.Text;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

/// <summary>Reads a script of GNU sed: addresses and commands here, the parts of <c>s</c> in the other half.</summary>
internal sealed partial class SedParser
{
    private readonly ProgramText program;
    private readonly bool extended;
    private readonly List<SedCommand> commands = [];
    private readonly Stack<int> blocks = new();
    private int at;
    private int value;

    private SedParser(ProgramText program, bool extended) => (this.program, this.extended) = (program, extended);

    private string Code => program.Code;
    private bool Ended => at >= Code.Length;
    private char Current => Ended ? '\n' : Code[at];

    /// <exception cref="FilterSyntaxException">It is wrong, or asks for what is not carried out.</exception>
    public static SedProgram Parse(ProgramText program, bool extended) => new SedParser(program, extended).Run();

    private SedProgram Run()
    {
        if (Code.Length > ProgramText.Longest) throw Wrong("is too long");
        while (true)
        {
            while (!Ended && (char.IsWhiteSpace(Current) || Current == ';')) at++;
            if (Ended) break;
            if (Current == '#') while (!Ended && Current != '\n') at++;
            else Command();
        }
        if (blocks.Count > 0) throw Wrong("has a { without }");
        Dictionary<string, int> labels = [];
        for (var i = 0; i < commands.Count; i++)
            if (commands[i].Name == ':') labels.TryAdd(commands[i].Label, i);
        foreach (var jump in commands.Where(c => c.Name is 'b' or 't' or 'T'))
            jump.Target = jump.Label.Length == 0 ? commands.Count : labels.TryGetValue(jump.Label, out var target) ? target : throw Wrong($"jumps to {jump.Label}, which is no label");
        return new(commands);
    }

    private void Command()
    {
        var from = Address();
        SedAddress? to = null;
        Blanks();
        if (from is not null && Current == ',')
        {
            at++;
            Blanks();
            to = Address(second: true) ?? throw Wrong("has a comma without a second address");
            Blanks();
        }
        var negated = false;
        while (Current == '!' || (negated && Current is ' ' or '\t'))
        {
            negated = true;
            at++;
        }
        if (Ended) throw Wrong("has an address without a command");
        var name = Current;
        at++;
        var command = new SedCommand(name) { From = from, To = to, Negated = negated };
        switch (name)
        {
            case '{':
                blocks.Push(commands.Count);
                commands.Add(command);
                return;
            case '}':
                if (from is not null || !blocks.TryPop(out var open)) throw Wrong("has a } without {");
                commands[open].Target = commands.Count;
                End();
                return;
            case 's': command = Substitution(command); break;
            case 'y': command = Transliteration(command); break;
            case 'a' or 'i' or 'c':
                commands.Add(command with { Text = Lines() });
                return;
            case ':':
                commands.Add(command with { Label = Label() is { Length: > 0 } label ? label : throw Wrong("has a label without a name") });
                return;
            case 'b' or 't' or 'T': command = command with { Label = Label() }; break;
            case 'q' or 'Q':
                Blanks();
                command = command with { ExitCode = char.IsAsciiDigit(Current) ? Number() : 0 };
                break;
            case 'p' or 'd' or 'D' or 'P' or 'g' or 'G' or 'h' or 'H' or 'x' or 'n' or 'N' or '=' or 'z': break;
            case 'w' or 'W': throw new FilterSyntaxException("sed would write into a file");
            case 'r' or 'R': throw new FilterSyntaxException("sed would read from a file");
            case 'e': throw new FilterSyntaxException("sed would run another program");
            default: throw Wrong($"has the command {Shown(name)}, which is not understood");
        }
        commands.Add(command);
        End();
    }

    private SedAddress? Address(bool second = false)
    {
        var c = Current;
        if (Ended) return null;
        if (char.IsAsciiDigit(c) || c == ProgramText.Mark)
        {
            var number = Number();
            if (Current != '~') return new(SedAddressKind.Line, number);
            at++;
            return new(SedAddressKind.Step, number, Number());
        }
        if (second && c is '+' or '~')
        {
            at++;
            return new(c == '+' ? SedAddressKind.Plus : SedAddressKind.Multiple, Number());
        }
        if (c == '$')
        {
            at++;
            return new(SedAddressKind.Last);
        }
        if (c != '/' && c != '\\') return null;
        at++;
        var delimiter = '/';
        if (c == '\\')
        {
            delimiter = Current;
            at++;
        }
        var pattern = Pattern(delimiter);
        bool ignoreCase = false, multiline = false;
        for (; Current is 'I' or 'M'; at++)
            if (Current == 'I') ignoreCase = true;
            else multiline = true;
        return new(SedAddressKind.Pattern, Pattern: new(Checked(pattern), ignoreCase, multiline));
    }

    private int Number()
    {
        if (Current == ProgramText.Mark)
        {
            at++;
            var given = program.Values[value++];
            // what stands there is not known before the step is run
            return given.Contains(ParameterText.Open) ? 1 : int.TryParse(given, out var filled) && filled >= 0 ? filled : throw Wrong($"wants a number, and \"{given}\" is none");
        }
        var start = at;
        while (!Ended && char.IsAsciiDigit(Current)) at++;
        return int.TryParse(Code.AsSpan(start, at - start), out var number) ? number : throw Wrong("lacks a number");
    }

    private string Label()
    {
        Blanks();
        var start = at;
        while (!Ended && Current is not ('\n' or ';') && !(Current == '}' && blocks.Count > 0)) at++;
        return Code[start..at].Trim();
    }

    /// <summary>The lines of <c>a</c>, <c>i</c> and <c>c</c>: to the end of the line, and on where that ends with a backslash.</summary>
    private string Lines()
    {
        Blanks();
        if (Current == '\\' && !Ended)
        {
            at++;
            Blanks();
            if (!Ended && Current == '\n') at++;
        }
        var text = new StringBuilder();
        for (; !Ended && Current != '\n'; at++)
        {
            if (Current == ProgramText.Mark) text.Append(program.Values[value++]);
            else if (Current == '\\' && at + 1 < Code.Length) text.Append(Code[++at]);
            else text.Append(Current);
        }
        if (text.Length == 0) throw Wrong("has an a, i or c without text");
        return text.ToString();
    }

    private void Blanks()
    {
        while (!Ended && Current is ' ' or '\t') at++;
    }

    private void End()
    {
        Blanks();
        if (!Ended && Current is not ('\n' or ';' or '}' or '#')) throw Wrong($"has an unexpected {Shown(Current)} behind a command");
    }

    private static string Shown(char c) => c == ProgramText.Mark ? "place" : $"'{c}'";

    private static FilterSyntaxException Wrong(string what) => new($"the sed script {what}");
}
