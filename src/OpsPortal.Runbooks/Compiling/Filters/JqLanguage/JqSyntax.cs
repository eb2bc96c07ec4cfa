namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

/// <summary>A jq program, parsed: each node turns one value into any number of values.</summary>
internal abstract record JqNode;

internal sealed record JqIdentity : JqNode
{
    public static readonly JqIdentity Instance = new();
}

/// <summary><c>..</c></summary>
internal sealed record JqDescend : JqNode;

/// <param name="Value">Null, a bool, a double or a string.</param>
internal sealed record JqLiteral(object? Value) : JqNode;

/// <summary>What was filled in where a value is wanted; it has to be JSON.</summary>
internal sealed record JqFilled(string Text) : JqNode;

/// <summary>A text with values in it.</summary>
/// <param name="Format">Without the <c>@</c>; null is plain.</param>
/// <param name="Parts">Literals, and embedded values that are to be formatted.</param>
internal sealed record JqInterpolation(string? Format, IReadOnlyList<JqNode> Parts) : JqNode;

/// <summary><c>\(…)</c> in a text.</summary>
internal sealed record JqEmbedded(JqNode Value) : JqNode;

/// <summary><c>@base64</c> alone.</summary>
internal sealed record JqFormat(string Name) : JqNode;

/// <param name="Optional">With <c>?</c>: what cannot be looked into is left out.</param>
internal sealed record JqIndex(JqNode Target, JqNode Key, bool Optional = false) : JqNode;

internal sealed record JqSlice(JqNode Target, JqNode? From, JqNode? To, bool Optional = false) : JqNode;

internal sealed record JqIterate(JqNode Target, bool Optional = false) : JqNode;

/// <param name="Elements">Null for <c>[]</c>.</param>
internal sealed record JqArrayOf(JqNode? Elements) : JqNode;

internal sealed record JqObjectOf(IReadOnlyList<(JqNode Key, JqNode Value)> Entries) : JqNode;

internal sealed record JqNegate(JqNode Operand) : JqNode;

internal sealed record JqPipe(JqNode First, JqNode Then) : JqNode;

internal sealed record JqComma(JqNode First, JqNode Second) : JqNode;

internal sealed record JqAlternative(JqNode First, JqNode Otherwise) : JqNode;

internal sealed record JqLogic(bool And, JqNode Left, JqNode Right) : JqNode;

/// <param name="Operator">One of <c>+ - * / % == != &lt; &lt;= &gt; &gt;=</c>.</param>
internal sealed record JqBinary(string Operator, JqNode Left, JqNode Right) : JqNode;

/// <param name="Operator"><c>=</c>, <c>|=</c>, or an operator with an equals sign.</param>
internal sealed record JqUpdate(string Operator, JqNode Target, JqNode Value) : JqNode;

internal sealed record JqIf(JqNode Condition, JqNode Then, JqNode? Else) : JqNode;

internal sealed record JqTry(JqNode Body, JqNode? Catch) : JqNode;

internal sealed record JqReduce(JqNode Source, JqPattern Pattern, JqNode First, JqNode Next) : JqNode;

internal sealed record JqForeach(JqNode Source, JqPattern Pattern, JqNode First, JqNode Next, JqNode? Show) : JqNode;

internal sealed record JqAs(JqNode Source, JqPattern Pattern, JqNode Body) : JqNode;

internal sealed record JqDefine(JqFunction Function, JqNode Rest) : JqNode;

internal sealed record JqLabel(string Name, JqNode Body) : JqNode;

internal sealed record JqBreak(string Name) : JqNode;

internal sealed record JqVariable(string Name) : JqNode;

/// <param name="Defined">By the program or the prelude; otherwise it is built in.</param>
internal sealed record JqCall(string Name, IReadOnlyList<JqNode> Arguments, bool Defined) : JqNode
{
    public string Signature { get; } = $"{Name}/{Arguments.Count}";
}

/// <summary>A function; a parameter with <c>$</c> takes values, any other a program.</summary>
internal sealed class JqFunction(string name, IReadOnlyList<string> parameters)
{
    public string Signature { get; } = $"{name}/{parameters.Count}";
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>Set once it is read: it may call itself.</summary>
    public JqNode Body { get; set; } = JqIdentity.Instance;
}

/// <summary>Takes a value apart into variables.</summary>
internal abstract record JqPattern
{
    public abstract IEnumerable<string> Variables { get; }
}

internal sealed record JqVariablePattern(string Name) : JqPattern
{
    public override IEnumerable<string> Variables => [Name];
}

internal sealed record JqArrayPattern(IReadOnlyList<JqPattern> Elements) : JqPattern
{
    public override IEnumerable<string> Variables => Elements.SelectMany(e => e.Variables);
}

/// <param name="Entries">With a variable that is to hold the entry itself, a pattern for it, or both.</param>
internal sealed record JqObjectPattern(IReadOnlyList<(JqNode Key, string? Variable, JqPattern? Pattern)> Entries) : JqPattern
{
    public override IEnumerable<string> Variables => Entries.SelectMany(e => (e.Variable is null ? [] : new[] { e.Variable }).Concat(e.Pattern?.Variables ?? []));
}
