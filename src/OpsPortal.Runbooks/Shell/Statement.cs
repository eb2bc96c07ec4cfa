namespace OpsPortal.Runbooks.Shell;

/// <summary>A complete shell command, as parsed; nothing is ever run here.</summary>
/// <param name="Start">0-based offset of its first character in the parsed text.</param>
/// <param name="End">Offset after its last character (here-document bodies included).</param>
public abstract record Statement(int Start, int End);

/// <summary>Commands joined by <c>|</c>; one command is a pipeline of length one.</summary>
public sealed record Pipeline(int Start, int End, IReadOnlyList<SimpleCommand> Commands, bool Negated = false) : Statement(Start, End);

/// <summary>Statements joined by <c>&amp;&amp;</c>, <c>||</c> or <c>;</c> on one logical line.</summary>
public sealed record Sequence(int Start, int End, IReadOnlyList<SequencePart> Parts) : Statement(Start, End);

/// <param name="Operator">What stands before it: null for the first, else <c>&amp;&amp;</c>, <c>||</c>, <c>;</c> or <c>&amp;</c>.</param>
public sealed record SequencePart(string? Operator, Statement Statement);

/// <summary><c>for</c>, <c>while</c>, <c>until</c>, <c>if</c>, <c>case</c>, a function or a group, kept whole.</summary>
public sealed record Compound(int Start, int End, string Keyword, IReadOnlyList<Statement> Body) : Statement(Start, End)
{
    /// <summary>The variable of a <c>for</c>, and the words it takes.</summary>
    public string? Variable { get; init; }
    public IReadOnlyList<Word> Words { get; init; } = [];
}

/// <summary>Text that no shell would accept; it is kept whole with the reason.</summary>
public sealed record Unparsed(int Start, int End, string Reason) : Statement(Start, End);

/// <summary>Assignments, words and redirections. Without words it only assigns.</summary>
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
    public string? Constant => Parts.All(p => p is LiteralPart) ? string.Concat(Parts.Select(p => ((LiteralPart)p).Text)) : null;
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
