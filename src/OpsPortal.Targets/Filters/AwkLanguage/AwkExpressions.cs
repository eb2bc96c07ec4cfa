using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>The part that computes expressions.</summary>
internal sealed partial class AwkMachine
{
    private const int DeepestCall = 1000;

    private AwkValue Value(AwkExpression expression)
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case AwkField field: return record.Get(Value(field.Number).ToNumber());
            case AwkNumber number: return AwkValue.Of(number.Value);
            case AwkText text: return AwkValue.Of(text.Value);
            case AwkName name: return Get(name);
            case AwkElement element: return Get(element);
            case AwkRegex regex: return AwkValue.Of(Pattern(regex.Pattern).Matches(record.Whole));
            case AwkCompare compare: return AwkValue.Of(Holds(compare.Comparison, Order(Value(compare.Left), Value(compare.Right))));
            case AwkMatch match: return AwkValue.Of(PatternOf(match.Pattern, out var asked, Value(match.Text)).Matches(asked) != match.Negated);
            case AwkConcatenate join: return Concatenate(join);
            case AwkArithmetic arithmetic: return AwkValue.Of(Compute(arithmetic.Operator, Value(arithmetic.Left).ToNumber(), Value(arithmetic.Right).ToNumber()));
            case AwkAnd and: return AwkValue.Of(Value(and.Left).IsTrue && Value(and.Right).IsTrue);
            case AwkOr or: return AwkValue.Of(Value(or.Left).IsTrue || Value(or.Right).IsTrue);
            case AwkNot not: return AwkValue.Of(!Value(not.Operand).IsTrue);
            case AwkNegate negate: return AwkValue.Of(-Value(negate.Operand).ToNumber());
            case AwkPlus plus: return AwkValue.Of(Value(plus.Operand).ToNumber());
            case AwkCondition condition: return Value(Value(condition.If).IsTrue ? condition.Then : condition.Else);
            case AwkAssign assign: return Assign(assign.Target, assign.Operation is { } operation ? AwkValue.Of(Compute(operation, Value(assign.Target).ToNumber(), Value(assign.Value).ToNumber())) : Value(assign.Value));
            case AwkIncrement increment: return Increment(increment);
            case AwkIn inside: return AwkValue.Of(Array(inside.Array).ContainsKey(Key(inside.Subscripts)));
            case AwkGroup group: return Value(group.Parts[0]);
            case AwkInput input: return AwkValue.Read(input.Value);
            case AwkCall call: return Call(call);
            case AwkUserCall call: return Call(call);
            default: throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    private static double Compute(AwkOperator operation, double left, double right) => operation switch
    {
        AwkOperator.Add => left + right,
        AwkOperator.Subtract => left - right,
        AwkOperator.Multiply => left * right,
        AwkOperator.Divide => right == 0 ? throw new FilterException("awk: division by zero.") : left / right,
        AwkOperator.Remainder => right == 0 ? throw new FilterException("awk: division by zero in %.") : left % right,
        _ => Math.Pow(left, right),
    };

    private AwkValue Increment(AwkIncrement increment)
    {
        var before = Value(increment.Target).ToNumber();
        var after = Assign(increment.Target, AwkValue.Of(before + increment.By));
        return increment.Before ? after : AwkValue.Of(before);
    }

    private AwkValue Concatenate(AwkConcatenate join)
    {
        var left = Text(Value(join.Left));
        var right = Text(Value(join.Right));
        budget.Text((long)left.Length + right.Length);
        return AwkValue.Of(left + right);
    }

    private int Order(AwkValue left, AwkValue right) =>
        left.IsNumeric(out var x) && right.IsNumeric(out var y) ? x.CompareTo(y) : TextOrder.Compare(Text(left), Text(right));

    private static bool Holds(AwkComparison comparison, int order) => comparison switch
    {
        AwkComparison.Less => order < 0,
        AwkComparison.LessOrEqual => order <= 0,
        AwkComparison.Equal => order == 0,
        AwkComparison.NotEqual => order != 0,
        AwkComparison.GreaterOrEqual => order >= 0,
        _ => order > 0,
    };

    private AwkCell Cell(AwkName name) => name.Local ? locals[name.Slot] : globals[name.Slot];

    private AwkValue Get(AwkName name)
    {
        if (!name.Local && name.Slot == NumberOfFields) return AwkValue.Of(record.Count);
        var cell = Cell(name);
        return cell.IsArray ? throw new FilterException($"awk: {name.Name} is an array and no single value.") : cell.Value;
    }

    private Dictionary<string, AwkValue> Array(AwkName name) => Cell(name).Array;

    private AwkValue Get(AwkElement element)
    {
        var (array, key) = (Array(element.Array), Key(element.Subscripts));
        if (array.TryGetValue(key, out var value)) return value;
        // to ask for an element makes it
        Store(array, key, AwkValue.Unset);
        return AwkValue.Unset;
    }

    private void Store(Dictionary<string, AwkValue> array, string key, AwkValue value)
    {
        if (array.TryGetValue(key, out var before)) budget.ElementGone(before.Size);
        budget.Element(value.Size);
        array[key] = value;
    }

    private string Key(IReadOnlyList<AwkExpression> subscripts) => subscripts.Count == 1 ? Text(Value(subscripts[0]))
        : string.Join(Text(globals[SubscriptSeparator].Value), subscripts.Select(s => Text(Value(s))));

    private AwkValue Assign(AwkExpression target, AwkValue value)
    {
        switch (target)
        {
            case AwkField field: record.Set(Value(field.Number).ToNumber(), value); break;
            case AwkElement element: Store(Array(element.Array), Key(element.Subscripts), value); break;
            case AwkName { Local: true } name: locals[name.Slot].Value = value; break;
            case AwkName name: SetGlobal(name.Slot, value); break;
            default: throw new FilterException("awk: there is nothing here to assign to.");
        }
        return value;
    }

    private void SetGlobal(int slot, AwkValue value)
    {
        // fields are split by the separator that was valid when the record was read
        if (slot == Separator) record.Split();
        if (slot == NumberOfFields) record.Count = (int)Math.Clamp(value.ToNumber(), -1, int.MaxValue);
        else if (globals[slot].IsArray) throw new FilterException($"awk: {program.Globals[slot]} is an array and no single value.");
        else globals[slot].Value = value;
    }

    private AwkValue Call(AwkUserCall call)
    {
        var function = call.Function;
        if (++depth > DeepestCall) throw new FilterException($"awk: the function {function.Name} calls itself too often.");
        if (call.Arguments.Count > function.Parameters.Count) throw new FilterException($"awk: the function {function.Name} is called with too many arguments.");
        var own = new AwkCell[function.Parameters.Count];
        for (var i = 0; i < own.Length; i++)
            own[i] = i >= call.Arguments.Count ? new() : call.Arguments[i] is AwkName name && IsMaybeArray(name) ? new(AwkValue.Unset, Cell(name)) : new(Value(call.Arguments[i]));
        var outside = locals;
        locals = own;
        returned = AwkValue.Unset;
        var flow = Run(function.Body);
        locals = outside;
        depth--;
        var result = returned;
        returned = AwkValue.Unset;
        if (flow == Flow.Exit) throw new AwkExitException();
        return result;
    }

    private bool IsMaybeArray(AwkName name) => (name.Local || name.Slot >= AwkNames.Special.Length) && (Cell(name).IsArray || Cell(name).Value.IsUnset);
}
