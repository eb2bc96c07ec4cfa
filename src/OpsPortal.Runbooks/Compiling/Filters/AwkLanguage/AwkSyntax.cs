namespace OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

/// <summary>An awk program, parsed. Variables are numbered; a function has its own numbers for its parameters.</summary>
internal sealed record AwkProgram(IReadOnlyList<AwkRule> Rules, IReadOnlyList<AwkFunction> Functions, IReadOnlyList<string> Globals)
{
    public IEnumerable<AwkRule> Begin => Rules.Where(r => r.Kind == AwkRuleKind.Begin);
    public IEnumerable<AwkRule> End => Rules.Where(r => r.Kind == AwkRuleKind.End);
}

internal enum AwkRuleKind { Main, Begin, End }

/// <param name="Until">The end of a range; null where the rule has none.</param>
/// <param name="Body">Null prints the record.</param>
internal sealed record AwkRule(AwkRuleKind Kind, AwkExpression? When, AwkExpression? Until, AwkStatement? Body);

internal sealed class AwkFunction(string name, IReadOnlyList<string> parameters)
{
    public string Name => name;
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>Set once it is read: a function may call one that comes later.</summary>
    public AwkStatement Body { get; set; } = new AwkBlock([]);
}

internal abstract record AwkStatement;

internal sealed record AwkBlock(IReadOnlyList<AwkStatement> Statements) : AwkStatement;

internal sealed record AwkEvaluate(AwkExpression Expression) : AwkStatement;

internal sealed record AwkPrint(IReadOnlyList<AwkExpression> Arguments) : AwkStatement;

internal sealed record AwkPrintFormatted(IReadOnlyList<AwkExpression> Arguments) : AwkStatement;

internal sealed record AwkIf(AwkExpression Condition, AwkStatement Then, AwkStatement? Else) : AwkStatement;

/// <summary><c>while</c> and <c>for</c>.</summary>
internal sealed record AwkLoop(AwkStatement? First, AwkExpression? Condition, AwkStatement? Step, AwkStatement Body) : AwkStatement;

internal sealed record AwkDoWhile(AwkStatement Body, AwkExpression Condition) : AwkStatement;

internal sealed record AwkForIn(AwkExpression Target, AwkName Array, AwkStatement Body) : AwkStatement;

internal sealed record AwkDelete(AwkName Array, IReadOnlyList<AwkExpression>? Subscripts) : AwkStatement;

internal sealed record AwkExit(AwkExpression? Code) : AwkStatement;

internal sealed record AwkReturn(AwkExpression? Value) : AwkStatement;

internal sealed record AwkJump(AwkJumpKind Kind) : AwkStatement;

internal enum AwkJumpKind { Next, Break, Continue }

internal abstract record AwkExpression;

internal sealed record AwkNumber(double Value) : AwkExpression;

internal sealed record AwkText(string Value) : AwkExpression;

/// <summary>What was filled into the program: a number where it looks like one, as if it had been read.</summary>
internal sealed record AwkInput(string Value) : AwkExpression;

/// <summary><c>/x/</c>; alone it asks the record.</summary>
internal sealed record AwkRegex(string Pattern) : AwkExpression;

/// <summary>A variable, or an array where it has subscripts.</summary>
internal sealed record AwkName(string Name, int Slot, bool Local) : AwkExpression;

internal sealed record AwkField(AwkExpression Number) : AwkExpression;

internal sealed record AwkElement(AwkName Array, IReadOnlyList<AwkExpression> Subscripts) : AwkExpression;

/// <summary><c>(a, b)</c> before <c>in</c> or behind <c>print</c>.</summary>
internal sealed record AwkGroup(IReadOnlyList<AwkExpression> Parts) : AwkExpression;

/// <param name="Operation">Of <c>+=</c>; null for a plain one.</param>
internal sealed record AwkAssign(AwkExpression Target, AwkOperator? Operation, AwkExpression Value) : AwkExpression;

/// <param name="By">1 or -1.</param>
internal sealed record AwkIncrement(AwkExpression Target, int By, bool Before) : AwkExpression;

internal sealed record AwkCondition(AwkExpression If, AwkExpression Then, AwkExpression Else) : AwkExpression;

internal sealed record AwkAnd(AwkExpression Left, AwkExpression Right) : AwkExpression;

internal sealed record AwkOr(AwkExpression Left, AwkExpression Right) : AwkExpression;

internal sealed record AwkNot(AwkExpression Operand) : AwkExpression;

internal sealed record AwkNegate(AwkExpression Operand) : AwkExpression;

internal sealed record AwkPlus(AwkExpression Operand) : AwkExpression;

internal sealed record AwkMatch(AwkExpression Text, AwkExpression Pattern, bool Negated) : AwkExpression;

internal sealed record AwkIn(IReadOnlyList<AwkExpression> Subscripts, AwkName Array) : AwkExpression;

internal sealed record AwkCompare(AwkComparison Comparison, AwkExpression Left, AwkExpression Right) : AwkExpression;

internal enum AwkComparison { Less, LessOrEqual, Equal, NotEqual, GreaterOrEqual, Greater }

internal sealed record AwkConcatenate(AwkExpression Left, AwkExpression Right) : AwkExpression;

internal sealed record AwkArithmetic(AwkOperator Operator, AwkExpression Left, AwkExpression Right) : AwkExpression;

internal enum AwkOperator { Add, Subtract, Multiply, Divide, Remainder, Power }

/// <summary>A function of the language.</summary>
internal sealed record AwkCall(string Function, IReadOnlyList<AwkExpression> Arguments) : AwkExpression;

internal sealed record AwkUserCall(AwkFunction Function, IReadOnlyList<AwkExpression> Arguments) : AwkExpression;
