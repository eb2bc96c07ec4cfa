using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

/// <summary>Reads an awk program: POSIX awk without files, programs and getline. This half reads rules and statements.</summary>
internal sealed partial class AwkParser
{
    private const int DeepestNesting = 200;

    private readonly List<AwkToken> tokens;
    private readonly Dictionary<string, int> globals = [];
    private readonly Dictionary<string, AwkFunction> functions = [];
    private readonly HashSet<string> defined = [];
    private readonly HashSet<string> arrays = [];
    private IReadOnlyList<string> locals = [];
    private bool inFunction;
    private AwkRuleKind rule;
    private int loops;
    private int depth;
    private int at;

    private AwkParser(ProgramText program)
    {
        foreach (var name in AwkNames.Special) globals[name] = globals.Count;
        tokens = new AwkLexer(program).All();
    }

    /// <exception cref="FilterSyntaxException">It is wrong, or asks for what is not carried out.</exception>
    public static AwkProgram Parse(ProgramText program) => new AwkParser(program).Program();

    private AwkToken Current => tokens[at];

    private AwkProgram Program()
    {
        List<AwkRule> rules = [];
        for (SkipTerminators(); Current.Kind != AwkTokenKind.End; SkipTerminators())
            if (Current.Is("function")) Function();
            else rules.Add(Rule());
        if (functions.Values.FirstOrDefault(f => !defined.Contains(f.Name)) is { } missing) throw Wrong($"has no function {missing.Name}");
        return new(rules, [.. functions.Values], [.. globals.Keys]);
    }

    private AwkRule Rule()
    {
        if (Current.Is("BEGIN") || Current.Is("END"))
        {
            var kind = Take().Text == "BEGIN" ? AwkRuleKind.Begin : AwkRuleKind.End;
            if (!Current.Is("{")) throw Wrong($"has a {(kind == AwkRuleKind.Begin ? "BEGIN" : "END")} without an action");
            rule = kind;
            var body = Block();
            rule = AwkRuleKind.Main;
            return new(kind, null, null, body);
        }
        AwkExpression? when = null, until = null;
        if (!Current.Is("{"))
        {
            when = Expression();
            if (Accept(","))
            {
                SkipNewlines();
                until = Expression();
            }
        }
        return new(AwkRuleKind.Main, when, until, Current.Is("{") ? Block() : null);
    }

    private void Function()
    {
        at++;
        var name = Current.Kind is AwkTokenKind.Name or AwkTokenKind.Function ? Take().Text : throw Unexpected();
        if (!defined.Add(name) || AwkNames.Functions.ContainsKey(name)) throw Wrong($"defines the function {name} a second time");
        List<string> parameters = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            if (parameters.Count > 0) { Expect(","); SkipNewlines(); }
            parameters.Add(Current.Kind == AwkTokenKind.Name ? Take().Text : throw Unexpected());
        }
        Expect(")");
        if (parameters.Count > DeepestNesting) throw Wrong($"has a function with {parameters.Count} parameters");
        SkipNewlines();
        var declared = new AwkFunction(name, parameters);
        if (functions.TryGetValue(name, out var called))
        {
            // it was called before it was read
            ((List<string>)called.Parameters).AddRange(parameters);
            declared = called;
        }
        functions[name] = declared;
        (locals, inFunction) = (declared.Parameters, true);
        declared.Body = Block();
        (locals, inFunction) = ([], false);
    }

    private AwkFunction FunctionNamed(string name) => functions.TryGetValue(name, out var known) ? known : functions[name] = new(name, new List<string>());

    private AwkBlock Block()
    {
        Expect("{");
        List<AwkStatement> statements = [];
        for (SkipTerminators(); !Current.Is("}"); SkipTerminators()) statements.Add(Statement());
        at++;
        return new(statements);
    }

    private AwkStatement Statement()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        var statement = Current switch
        {
            { Kind: AwkTokenKind.Symbol, Text: "{" } => Block(),
            { Kind: AwkTokenKind.Symbol, Text: ";" } => Empty(),
            { Kind: AwkTokenKind.Word, Text: "if" } => If(),
            { Kind: AwkTokenKind.Word, Text: "while" } => While(),
            { Kind: AwkTokenKind.Word, Text: "for" } => For(),
            { Kind: AwkTokenKind.Word, Text: "do" } => Do(),
            _ => Ended(Simple()),
        };
        depth--;
        return statement;
    }

    private AwkBlock Empty()
    {
        at++;
        return new([]);
    }

    private AwkStatement Simple()
    {
        if (Current.Kind != AwkTokenKind.Word) return new AwkEvaluate(Expression());
        var word = Take().Text;
        switch (word)
        {
            case "print": return new AwkPrint(Printed());
            case "printf":
                var arguments = Printed();
                return arguments.Count > 0 ? new AwkPrintFormatted(arguments) : throw Wrong("has a printf without format");
            case "next" when rule == AwkRuleKind.Main && !inFunction: return new AwkJump(AwkJumpKind.Next);
            case "break" when loops > 0: return new AwkJump(AwkJumpKind.Break);
            case "continue" when loops > 0: return new AwkJump(AwkJumpKind.Continue);
            case "exit": return new AwkExit(AtEnd() ? null : Expression());
            case "return" when inFunction: return new AwkReturn(AtEnd() ? null : Expression());
            case "delete": return Delete();
            default: throw AwkNames.Refusal(word) is { } refusal ? new FilterSyntaxException(refusal) : Wrong($"has an unexpected {word}");
        }
    }

    private List<AwkExpression> Printed()
    {
        List<AwkExpression> arguments = [];
        if (!AtEnd() && !Redirects())
        {
            printing = true;
            arguments.Add(Expression());
            while (Accept(","))
            {
                SkipNewlines();
                arguments.Add(Expression());
            }
            printing = false;
        }
        if (arguments is [AwkGroup group]) arguments = [.. group.Parts];
        if (!Redirects()) return arguments;
        throw new FilterSyntaxException(Current.Text is "|" or "|&" ? "awk would send its output to another program" : "awk would write into a file");
    }

    private bool Redirects() => Current is { Kind: AwkTokenKind.Symbol, Text: ">" or ">>" or "|" or "|&" };

    private AwkDelete Delete()
    {
        var array = ArrayNamed(Current.Kind == AwkTokenKind.Name ? Take().Text : throw Unexpected());
        return new(array, Current.Is("[") ? Subscripts() : null);
    }

    private AwkIf If()
    {
        at++;
        Expect("(");
        var condition = Expression();
        Expect(")");
        SkipNewlines();
        var then = Statement();
        var mark = at;
        SkipTerminators();
        if (!Current.Is("else"))
        {
            at = mark;
            return new(condition, then, null);
        }
        at++;
        SkipNewlines();
        return new(condition, then, Statement());
    }

    private AwkLoop While()
    {
        at++;
        Expect("(");
        var condition = Expression();
        Expect(")");
        return new(null, condition, null, LoopBody());
    }

    private AwkDoWhile Do()
    {
        at++;
        var body = LoopBody();
        SkipTerminators();
        if (!Current.Is("while")) throw Unexpected();
        at++;
        Expect("(");
        var condition = Expression();
        Expect(")");
        return new(body, condition);
    }

    private AwkStatement For()
    {
        at++;
        Expect("(");
        if (Current.Kind == AwkTokenKind.Name && tokens[at + 1].Is("in") && tokens[at + 2].Kind == AwkTokenKind.Name && tokens[at + 3].Is(")"))
        {
            var target = Variable(Take().Text);
            at++;
            var array = ArrayNamed(Take().Text);
            at++;
            return new AwkForIn(target, array, LoopBody());
        }
        var first = Current.Is(";") ? null : Simple();
        Expect(";");
        SkipNewlines();
        var condition = Current.Is(";") ? null : Expression();
        Expect(";");
        SkipNewlines();
        var step = Current.Is(")") ? null : Simple();
        Expect(")");
        return new AwkLoop(first, condition, step, LoopBody());
    }

    private AwkStatement LoopBody()
    {
        SkipNewlines();
        loops++;
        var body = Statement();
        loops--;
        return body;
    }

    private AwkStatement Ended(AwkStatement statement)
    {
        if (!AtEnd()) throw Unexpected();
        if (!Current.Is("}") && Current.Kind != AwkTokenKind.End) at++;
        return statement;
    }

    private bool AtEnd() => Current.Kind is AwkTokenKind.Newline or AwkTokenKind.End || Current is { Kind: AwkTokenKind.Symbol, Text: ";" or "}" };

    private void SkipNewlines()
    {
        while (Current.Kind == AwkTokenKind.Newline) at++;
    }

    private void SkipTerminators()
    {
        while (Current.Kind == AwkTokenKind.Newline || Current.Is(";")) at++;
    }

    private AwkToken Take() => tokens[at++];

    private bool Accept(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Accept(symbol)) throw Unexpected();
    }

    private FilterSyntaxException Unexpected() => Current.Kind switch
    {
        AwkTokenKind.End => Wrong("ends too early"),
        AwkTokenKind.Newline => Wrong("has an unexpected line end"),
        _ => AwkNames.Refusal(Current.Text) is { } refusal ? new(refusal) : Current.Is("|") ? new("awk would read from another program or write to it") : Wrong($"has an unexpected {Actions.ParameterText.Display(Current.Text)}"),
    };

    private static FilterSyntaxException Wrong(string what) => new($"the awk program {what}");

    private static string Checked(string pattern)
    {
        PosixPattern.Translate(pattern, GrepSyntax.Extended, PatternEscapes.Awk);
        return pattern;
    }
}
