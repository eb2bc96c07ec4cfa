namespace OpsPortal.Runbooks.Shell;

/// <summary>A complete shell command, as parsed; nothing is ever run here.</summary>
/// <param name="Start">0-based offset of its first character in the parsed text.</param>
/// <param name="End">Offset after its last character (here-document bodies included).</param>
public abstract record Statement(int Start, int End)
{
    internal Statement Until(int end) => this with { End = end };
}

/// <summary>Commands joined by <c>|</c>; one command is a pipeline of length one.</summary>
public sealed record Pipeline(int Start, int End, IReadOnlyList<SimpleCommand> Commands, bool Negated = false) : Statement(Start, End);

/// <summary>Statements joined by <c>&amp;&amp;</c>, <c>||</c> or <c>;</c> on one logical line.</summary>
public sealed record Sequence(int Start, int End, IReadOnlyList<SequencePart> Parts) : Statement(Start, End)
{
    /// <summary>A final <c>&amp;</c>: the last part is not waited for.</summary>
    public bool Background { get; init; }
}

/// <summary>A statement of another language in a fence (<c>sql</c>, <c>redis</c>, <c>promql</c>), kept as text.</summary>
public sealed record Query(int Start, int End, string Language, string Text) : Statement(Start, End);

/// <param name="Operator">What stands before it: null for the first, else <c>&amp;&amp;</c>, <c>||</c>, <c>;</c> or <c>&amp;</c>.</param>
public sealed record SequencePart(string? Operator, Statement Statement);

/// <summary>
/// <c>for</c>, <c>select</c>, <c>while</c>, <c>until</c>, <c>if</c>, <c>case</c>, <c>function</c>, a group (<c>{</c>), a subshell (<c>(</c>),
/// arithmetic (<c>((</c>) or a pipeline that has one of these in it (<c>|</c>), kept whole.
/// </summary>
/// <param name="Body">Every statement inside, conditions included, in order.</param>
public sealed record Compound(int Start, int End, string Keyword, IReadOnlyList<Statement> Body) : Statement(Start, End)
{
    /// <summary>The variable of a <c>for</c>, and the words it takes; a function's name; the word of a <c>case</c>.</summary>
    public string? Variable { get; init; }
    public IReadOnlyList<Word> Words { get; init; } = [];
    public IReadOnlyList<Redirection> Redirections { get; init; } = [];

    /// <summary>Of <c>while</c>, <c>until</c> and <c>if</c>: what is asked, and what is done then; an <c>else</c> asks nothing.</summary>
    public IReadOnlyList<Clause> Clauses { get; init; } = [];
}

/// <param name="Condition">Null for <c>else</c>.</param>
public sealed record Clause(IReadOnlyList<Statement>? Condition, IReadOnlyList<Statement> Body);

/// <summary>Text that no shell would accept; it is kept whole with the reason.</summary>
public sealed record Unparsed(int Start, int End, string Reason) : Statement(Start, End);

/// <summary>
/// Assignments, words and redirections. Without words it only assigns; the assignments of <c>export</c>, <c>declare</c>, <c>local</c>,
/// <c>readonly</c> and <c>typeset</c> stand in <see cref="Assignments"/> too, the word of the command itself staying where it is.
/// </summary>
public sealed record SimpleCommand(int Start, int End, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Word> Words, IReadOnlyList<Redirection> Redirections);

public sealed record Assignment(string Name, Word Value, bool Append = false);

/// <param name="Operator"><c>&gt;</c>, <c>&gt;&gt;</c>, <c>&lt;</c>, <c>&lt;&lt;</c>, <c>&lt;&lt;&lt;</c>, <c>&gt;&amp;</c>, <c>&amp;&gt;</c>, …</param>
/// <param name="Descriptor">The number before the operator; null means the operator's own.</param>
/// <param name="Body">The text of a here-document.</param>
public sealed record Redirection(int? Descriptor, string Operator, Word Target, string? Body = null);

/// <summary>One shell word, made of parts that are glued together.</summary>
public sealed record Word(int Start, int End, IReadOnlyList<WordPart> Parts)
{
    /// <summary>The word's text where it has no expansion at all; null otherwise.</summary>
    public string? Constant => Parts is [LiteralPart only] ? only.Text : Parts.All(p => p is LiteralPart) ? string.Concat(Parts.Select(p => ((LiteralPart)p).Text)) : null;
}

/// <param name="Quoted">Inside quotes: no splitting, no globbing.</param>
public abstract record WordPart(bool Quoted);

/// <summary>Plain text, escapes and quotes removed.</summary>
public sealed record LiteralPart(string Text, bool Quoted) : WordPart(Quoted);

/// <summary><c>$NAME</c> or <c>${NAME…}</c>.</summary>
/// <param name="Operation">What follows the name in braces (<c>:-default</c>), or null.</param>
public sealed record VariablePart(string Name, string? Operation, bool Quoted) : WordPart(Quoted);

/// <summary><c>$(…)</c> or backquotes.</summary>
public sealed record SubstitutionPart(string Source, IReadOnlyList<Statement> Statements, bool Quoted) : WordPart(Quoted);

/// <summary><c>$((…))</c>, kept as text.</summary>
public sealed record ArithmeticPart(string Source, bool Quoted) : WordPart(Quoted);

/// <summary><c>&lt;(…)</c> or <c>&gt;(…)</c>.</summary>
public sealed record ProcessPart(char Direction, string Source, IReadOnlyList<Statement> Statements) : WordPart(false);

/// <summary><c>&lt;pod-name&gt;</c>, <c>[pod name]</c>, <c>{pod name}</c> outside quotes: a place that the author left for the reader.
/// A shell would take the first for redirections.</summary>
public sealed record PlaceholderPart(string Name) : WordPart(false);

/// <summary>The values of <c>X=(a b)</c>.</summary>
public sealed record ArrayPart(IReadOnlyList<Word> Words) : WordPart(false);
