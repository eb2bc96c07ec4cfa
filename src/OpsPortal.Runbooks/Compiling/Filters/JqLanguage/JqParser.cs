using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

/// <summary>Reads a jq program: definitions, pipes and operators here, terms in the other half.</summary>
internal sealed partial class JqParser
{
    private const int DeepestNesting = 300;

    private readonly List<JqToken> tokens;
    private readonly IReadOnlyDictionary<string, JqFunction> prelude;
    private readonly Stack<string> functions = new();
    private readonly Stack<string> variables = new();
    private readonly Stack<string> labels = new();
    private int depth;
    private int at;

    private JqParser(ProgramText program, IReadOnlyDictionary<string, JqFunction> prelude, IEnumerable<string> variables)
    {
        this.prelude = prelude;
        foreach (var variable in variables) this.variables.Push(variable);
        tokens = new JqLexer(program).All();
    }

    /// <param name="variables">Names that <c>--arg</c> and its like give a value.</param>
    /// <exception cref="FilterSyntaxException">It is wrong, or asks for what is not carried out.</exception>
    public static JqNode Parse(ProgramText program, IEnumerable<string> variables)
    {
        var parser = new JqParser(program, JqPrelude.Functions, variables);
        if (parser.Current.Kind == JqTokenKind.End) return JqIdentity.Instance;
        var node = parser.Pipe();
        return parser.Current.Kind == JqTokenKind.End ? node : throw parser.Unexpected();
    }

    internal static Dictionary<string, JqFunction> Definitions(ProgramText program)
    {
        Dictionary<string, JqFunction> known = [];
        var parser = new JqParser(program, known, []);
        while (parser.Current.Kind != JqTokenKind.End)
        {
            var function = parser.Definition();
            known[function.Signature] = function;
            parser.functions.Clear();
        }
        return known;
    }

    private JqToken Current => tokens[at];

    private JqNode Pipe()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        try
        {
            if (Current.Is("def"))
            {
                var function = Definition();
                functions.Push(function.Signature);
                var rest = Pipe();
                functions.Pop();
                return new JqDefine(function, rest);
            }
            if (Current.Is("label"))
            {
                at++;
                var name = Variable();
                Expect("|");
                labels.Push(name);
                var body = Pipe();
                labels.Pop();
                return new JqLabel(name, body);
            }
            var first = Comma();
            if (Current.Is("as")) throw Wrong("has an unexpected as: put what stands before it in parentheses");
            return Accept("|") ? new JqPipe(first, Pipe()) : first;
        }
        finally
        {
            depth--;
        }
    }

    private JqFunction Definition()
    {
        Expect("def");
        var name = Current.Kind == JqTokenKind.Name ? Take().Text : throw Unexpected();
        List<string> parameters = [];
        if (Accept("("))
        {
            do parameters.Add(Current.Kind == JqTokenKind.Variable ? "$" + Take().Text : Current.Kind == JqTokenKind.Name ? Take().Text : throw Unexpected());
            while (Accept(";"));
            Expect(")");
        }
        Expect(":");
        var function = new JqFunction(name, parameters);
        functions.Push(function.Signature);
        foreach (var parameter in parameters)
        {
            functions.Push($"{parameter.TrimStart('$')}/0");
            if (parameter[0] == '$') variables.Push(parameter[1..]);
        }
        function.Body = Pipe();
        foreach (var parameter in parameters)
        {
            functions.Pop();
            if (parameter[0] == '$') variables.Pop();
        }
        functions.Pop();
        Expect(";");
        return function;
    }

    private JqNode Comma()
    {
        var first = Alternative();
        while (Accept(",")) first = new JqComma(first, Alternative());
        return first;
    }

    private JqNode Alternative()
    {
        Descend();
        var first = Update();
        return Accept("//") ? new JqAlternative(first, Alternative()) : first;
    }

    private JqNode Update()
    {
        var target = Or();
        if (Current is not { Kind: JqTokenKind.Symbol, Text: "=" or "|=" or "+=" or "-=" or "*=" or "/=" or "%=" or "//=" }) return target;
        return new JqUpdate(Take().Text, target, Or());
    }

    private JqNode Or()
    {
        var left = And();
        while (Accept("or")) left = new JqLogic(false, left, And());
        return left;
    }

    private JqNode And()
    {
        var left = Comparison();
        while (Accept("and")) left = new JqLogic(true, left, Comparison());
        return left;
    }

    private JqNode Comparison()
    {
        var left = Sum();
        return Current is { Kind: JqTokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } ? new JqBinary(Take().Text, left, Sum()) : left;
    }

    private JqNode Sum()
    {
        var left = Product();
        while (Current is { Kind: JqTokenKind.Symbol, Text: "+" or "-" }) left = new JqBinary(Take().Text, left, Product());
        return left;
    }

    private JqNode Product()
    {
        var left = Bound();
        while (Current is { Kind: JqTokenKind.Symbol, Text: "*" or "/" or "%" }) left = new JqBinary(Take().Text, left, Bound());
        return left;
    }

    /// <summary>A term, or one that gives variables to all that follows in the pipe.</summary>
    private JqNode Bound()
    {
        Descend();
        if (Accept("-")) return new JqNegate(Bound());
        var term = Postfix();
        if (!Accept("as")) return term;
        var pattern = Pattern();
        if (Current.Is("?//")) throw Wrong("has ?//, which is not yet understood");
        Expect("|");
        var names = pattern.Variables.ToList();
        foreach (var name in names) variables.Push(name);
        var body = Pipe();
        foreach (var _ in names) variables.Pop();
        return new JqAs(term, pattern, body);
    }

    private JqPattern Pattern()
    {
        Descend();
        if (Current.Kind == JqTokenKind.Variable) return new JqVariablePattern(Take().Text);
        if (Accept("["))
        {
            List<JqPattern> elements = [];
            do elements.Add(Pattern());
            while (Accept(","));
            Expect("]");
            return new JqArrayPattern(elements);
        }
        Expect("{");
        List<(JqNode, string?, JqPattern?)> entries = [];
        do
        {
            string? variable = null;
            JqNode key;
            if (Current.Kind == JqTokenKind.Variable)
            {
                variable = Take().Text;
                key = new JqLiteral(variable);
            }
            else if (Current.Kind == JqTokenKind.Name) key = new JqLiteral(Take().Text);
            else if (Current.Kind == JqTokenKind.TextStart) key = Text(null);
            else
            {
                Expect("(");
                key = Pipe();
                Expect(")");
            }
            entries.Add((key, variable, variable is null || Current.Is(":") ? ExpectPattern() : null));
        }
        while (Accept(","));
        Expect("}");
        return new JqObjectPattern(entries);
    }

    private JqPattern ExpectPattern()
    {
        Expect(":");
        return Pattern();
    }

    private string Variable() => Current.Kind == JqTokenKind.Variable ? Take().Text : throw Unexpected();

    private JqToken Take() => tokens[at++];

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
        JqTokenKind.End => Wrong("ends too early"),
        JqTokenKind.TextStart => Wrong("has an unexpected text"),
        JqTokenKind.Field => Wrong($"has an unexpected .{ParameterText.Display(Current.Text)}"),
        JqTokenKind.Variable => Wrong($"has an unexpected ${Current.Text}"),
        _ => Wrong($"has an unexpected {ParameterText.Display(Current.Text)}"),
    };

    /// <summary>Every way down leads through here or through what counts its depth.</summary>
    private static void Descend()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Wrong("is nested too deeply");
    }

    private static FilterSyntaxException Wrong(string what) => new($"the jq program {what}");
}
