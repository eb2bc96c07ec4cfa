using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>Carries an awk program out. This part holds the variables and runs statements.</summary>
internal sealed partial class AwkMachine
{
    private const int NumberOfFields = 0, NumberOfRecords = 1, NumberInFile = 2, Separator = 3, OutputSeparator = 4, OutputEnd = 5, RecordEnd = 6, SubscriptSeparator = 7, Conversion = 8, OutputConversion = 9, MatchStart = 10, MatchLength = 11;

    private enum Flow { On, Next, Break, Continue, Return, Exit }

    private readonly AwkProgram program;
    private readonly AwkBudget budget;
    private readonly AwkCell[] globals;
    private readonly bool[] inRange;
    private readonly AwkRecord record;
    private readonly StringBuilder output = new();
    private AwkCell[] locals = [];
    private AwkValue returned;
    private int depth;

    public AwkMachine(Awk awk, AwkProgram program, AwkBudget budget)
    {
        (this.program, this.budget) = (program, budget);
        record = new(this);
        globals = [.. program.Globals.Select(_ => new AwkCell())];
        inRange = new bool[program.Rules.Count];
        foreach (var (slot, value) in new[] { (Separator, " "), (OutputSeparator, " "), (OutputEnd, "\n"), (RecordEnd, "\n"), (SubscriptSeparator, "\x1c"), (Conversion, "%.6g"), (OutputConversion, "%.6g") })
            globals[slot].Value = AwkValue.Of(value);
        globals[MatchLength].Value = AwkValue.Of(-1);
        foreach (var slot in new[] { NumberOfRecords, NumberInFile, MatchStart }) globals[slot].Value = AwkValue.Of(0);
        if (awk.FieldSeparator is { } separator) globals[Separator].Value = AwkValue.Of(AwkLexer.Unescape(separator));
        for (var i = 0; i < awk.Variables.Count; i++)
            for (var slot = 0; slot < program.Globals.Count; slot++)
                if (program.Globals[slot] == awk.Variables[i].Name) SetGlobal(slot, AwkValue.Read(AwkLexer.Unescape(awk.Variables[i].Value)));
    }

    /// <summary><c>exit</c> was met.</summary>
    public bool Exited { get; private set; }

    public int ExitCode { get; private set; }

    /// <summary>What was printed and not yet taken.</summary>
    public StringBuilder Output => output;

    public string RecordSeparator => Text(globals[RecordEnd].Value);
    public string OutputFieldSeparator => Text(globals[OutputSeparator].Value);
    public string ConvertFormat => globals[Conversion].Value.ToText("%.6g");

    public void Begin()
    {
        budget.NextRecord();
        foreach (var rule in program.Begin)
            if (Run(rule.Body!) == Flow.Exit) return;
    }

    /// <summary>One record. False: the program wants no more.</summary>
    public bool Accept(string line)
    {
        budget.NextRecord();
        record.Set(line);
        globals[NumberOfRecords].Value = AwkValue.Of(globals[NumberOfRecords].Value.ToNumber() + 1);
        globals[NumberInFile].Value = AwkValue.Of(globals[NumberInFile].Value.ToNumber() + 1);
        for (var i = 0; i < program.Rules.Count; i++)
        {
            var rule = program.Rules[i];
            if (rule.Kind != AwkRuleKind.Main || !Selects(rule, i)) continue;
            var flow = rule.Body is null ? Print([]) : Run(rule.Body);
            if (flow == Flow.Exit) return false;
            if (flow == Flow.Next) break;
        }
        return true;
    }

    public void End()
    {
        budget.NextRecord();
        Exited = false;
        foreach (var rule in program.End)
            if (Run(rule.Body!) == Flow.Exit) return;
    }

    public bool ReadsRecords => program.Rules.Any(r => r.Kind != AwkRuleKind.Begin);

    private bool Selects(AwkRule rule, int index)
    {
        if (rule.When is null) return true;
        if (rule.Until is null) return Value(rule.When).IsTrue;
        if (!inRange[index] && !Value(rule.When).IsTrue) return false;
        inRange[index] = !Value(rule.Until).IsTrue;
        return true;
    }

    private Flow Run(AwkStatement statement)
    {
        budget.Step();
        switch (statement)
        {
            case AwkBlock block:
                foreach (var inner in block.Statements)
                    if (Run(inner) is not Flow.On and var flow) return flow;
                return Flow.On;
            case AwkEvaluate evaluate:
                Value(evaluate.Expression);
                return Flow.On;
            case AwkPrint print: return Print(print.Arguments);
            case AwkPrintFormatted print:
                Write(Formatted(print.Arguments));
                return Flow.On;
            case AwkIf choice: return Value(choice.Condition).IsTrue ? Run(choice.Then) : choice.Else is null ? Flow.On : Run(choice.Else);
            case AwkLoop loop: return Loop(loop);
            case AwkDoWhile loop:
                do
                    if (Run(loop.Body) is var left && left is Flow.Break or Flow.Next or Flow.Return or Flow.Exit) return left == Flow.Break ? Flow.On : left;
                while (Value(loop.Condition).IsTrue);
                return Flow.On;
            case AwkForIn loop: return Loop(loop);
            case AwkDelete delete: return Delete(delete);
            case AwkJump jump: return jump.Kind switch { AwkJumpKind.Next => Flow.Next, AwkJumpKind.Break => Flow.Break, _ => Flow.Continue };
            case AwkReturn leave:
                returned = leave.Value is null ? AwkValue.Unset : Value(leave.Value);
                return Flow.Return;
            case AwkExit exit:
                if (exit.Code is not null) ExitCode = (int)Value(exit.Code).ToNumber() & 0xFF;
                Exited = true;
                return Flow.Exit;
            default: throw new InvalidOperationException(statement.GetType().Name);
        }
    }

    private Flow Loop(AwkLoop loop)
    {
        if (loop.First is not null) Run(loop.First);
        while (loop.Condition is null || Value(loop.Condition).IsTrue)
        {
            var flow = Run(loop.Body);
            if (flow == Flow.Break) break;
            if (flow is Flow.Next or Flow.Return or Flow.Exit) return flow;
            if (loop.Step is not null) Run(loop.Step);
        }
        return Flow.On;
    }

    private Flow Loop(AwkForIn loop)
    {
        var array = Array(loop.Array);
        foreach (var key in array.Keys.ToArray())
        {
            if (!array.ContainsKey(key)) continue;
            Assign(loop.Target, AwkValue.Read(key));
            var flow = Run(loop.Body);
            if (flow == Flow.Break) break;
            if (flow is Flow.Next or Flow.Return or Flow.Exit) return flow;
        }
        return Flow.On;
    }

    private Flow Delete(AwkDelete delete)
    {
        var array = Array(delete.Array);
        if (delete.Subscripts is null) Clear(array);
        else if (array.Remove(Key(delete.Subscripts), out var gone)) budget.ElementGone(gone.Size);
        return Flow.On;
    }

    private void Clear(Dictionary<string, AwkValue> array)
    {
        foreach (var value in array.Values) budget.ElementGone(value.Size);
        array.Clear();
    }

    private Flow Print(IReadOnlyList<AwkExpression> arguments)
    {
        if (arguments.Count == 0) Write(record.Whole);
        var format = globals[OutputConversion].Value.ToText("%.6g");
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) Write(OutputFieldSeparator);
            Write(Value(arguments[i]).ToText(format));
        }
        Write(Text(globals[OutputEnd].Value));
        return Flow.On;
    }

    private void Write(string text)
    {
        output.Append(text);
        budget.Text(output.Length);
    }

    private string Text(AwkValue value) => value.ToText(ConvertFormat);
}
