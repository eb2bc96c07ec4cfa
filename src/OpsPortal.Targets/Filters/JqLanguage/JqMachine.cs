using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>Takes a result. False: no more are wanted.</summary>
/// <param name="path">How it was reached; null where nobody asks.</param>
internal delegate bool JqEmit(JqValue value, JqPath? path);

/// <summary>Carries a jq program out: each node hands every result on at once. This part knows the syntax.</summary>
internal sealed partial class JqMachine(string source, CancellationToken cancellation)
{
    /// <summary>Nodes for one document.</summary>
    private const long MostSteps = 50_000_000;

    /// <summary>Characters of one text.</summary>
    private const int LongestText = 64 << 20;

    private const int LongestArray = 5_000_000;

    private long steps;

    /// <summary>All results of the program for one document. False where it was stopped by who takes them.</summary>
    public bool Run(JqNode program, JqScope? scope, JqValue input, Func<JqValue, bool> take)
    {
        steps = 0;
        try
        {
            return Run(program, scope, input, null, (value, _) => take(value));
        }
        catch (Exception deep) when (deep is InsufficientExecutionStackException or InvalidOperationException { InnerException: InsufficientExecutionStackException })
        {
            // a sort wraps what a comparison throws
            throw new FilterException($"{source}: the program or the document is nested too deeply.");
        }
        catch (JqBreakException)
        {
            return true;
        }
    }

    private void Step(long count = 1)
    {
        if (((steps += count) & 0xFFF) < count) cancellation.ThrowIfCancellationRequested();
        if (steps > MostSteps) throw new FilterException($"{source}: the program does not come to an end with one document. Look for a loop that never stops.");
    }

    private bool Run(JqNode node, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case JqIdentity: return emit(input, path);
            case JqIndex { Target: JqIdentity, Key: JqLiteral { Value: string name } } index when path is null:
                // by far the most common
                if (input is JqObject entries) return emit(entries.Entries.TryGetValue(name, out var value) ? value : JqValue.Null, null);
                return Look(input, JqValue.Of(name), null, index.Optional, emit);
            case JqIndex index:
                return Run(index.Key, scope, input, null, (key, _) => Run(index.Target, scope, input, path, (target, at) => Look(target, key, at, index.Optional, emit)));
            case JqSlice slice: return Slice(slice, scope, input, path, emit);
            case JqIterate iterate: return Run(iterate.Target, scope, input, path, (target, at) => Each(target, at, iterate.Optional, emit));
            case JqPipe pipe: return Run(pipe.First, scope, input, path, (value, at) => Run(pipe.Then, scope, value, at, emit));
            case JqComma comma: return Run(comma.First, scope, input, path, emit) && Run(comma.Second, scope, input, path, emit);
            case JqLiteral literal: return emit(Constant(literal.Value), Computed(path));
            case JqFilled filled: return emit(Filled(filled.Text), Computed(path));
            case JqCall call: return Call(call, scope, input, path, emit);
            case JqObjectOf build: return Build(build.Entries, 0, JqObject.Empty, scope, input, value => emit(value, Computed(path)));
            case JqArrayOf list: return emit(Collect(list.Elements, scope, input), Computed(path));
            case JqBinary binary:
                return Run(binary.Right, scope, input, null, (right, _) => Run(binary.Left, scope, input, null, (left, _) => emit(JqArithmetic.Compute(binary.Operator, left, right, Step), Computed(path))));
            case JqLogic logic:
                return Run(logic.Left, scope, input, null, (left, _) => left.IsTrue != logic.And ? emit(JqValue.Of(!logic.And), Computed(path))
                    : Run(logic.Right, scope, input, null, (right, _) => emit(JqValue.Of(right.IsTrue), Computed(path))));
            case JqNegate negate: return Run(negate.Operand, scope, input, null, (value, _) => emit(value is JqNumber number ? JqValue.Of(-number.Value) : throw new JqException($"{value.Type} ({JqWriter.Short(value)}) cannot be negated"), Computed(path)));
            case JqIf choice: return Run(choice.Condition, scope, input, null, (condition, _) => condition.IsTrue ? Run(choice.Then, scope, input, path, emit) : choice.Else is null ? emit(input, path) : Run(choice.Else, scope, input, path, emit));
            case JqAlternative alternative: return Alternative(alternative, scope, input, path, emit);
            case JqVariable variable: return emit(JqScope.Find(scope, "$" + variable.Name)?.Value ?? JqValue.Null, Computed(path));
            case JqAs bind: return Run(bind.Source, scope, input, null, (value, _) => Bind(bind.Pattern, value, scope, input, inner => Run(bind.Body, inner, input, path, emit)));
            case JqReduce reduce: return Reduce(reduce, scope, input, path, emit);
            case JqForeach each: return Foreach(each, scope, input, path, emit);
            case JqTry attempt: return Try(attempt, scope, input, path, emit);
            case JqDefine define: return Run(define.Rest, JqScope.Defined(scope, define.Function), input, path, emit);
            case JqUpdate update: return Update(update, scope, input, value => emit(value, Computed(path)));
            case JqInterpolation text: return Interpolate(text, text.Parts.Count, "", scope, input, value => emit(value, Computed(path)));
            case JqFormat format: return emit(JqValue.Of(JqFormats.Apply(format.Name, input)), Computed(path));
            case JqDescend: return Descend(input, path, emit);
            case JqLabel label: return Label(label, scope, input, path, emit);
            case JqBreak leave: throw new JqBreakException(JqScope.Find(scope, "*" + leave.Name)!);
            default: throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private static JqPath? Computed(JqPath? path) => path is null ? null : JqPath.Nowhere;

    private static JqValue Constant(object? value) => value switch { null => JqValue.Null, bool flag => JqValue.Of(flag), double number => JqValue.Of(number), _ => JqValue.Of((string)value) };

    private static JqValue Filled(string text)
    {
        try
        {
            return JqReader.One(text) ?? throw new FormatException();
        }
        catch (FormatException)
        {
            throw new FilterException($"jq: what was filled into the program is no JSON value: {text}. Only a number, a text in quotes, true, false or null can stand there.");
        }
    }

    private static bool Look(JqValue target, JqValue key, JqPath? at, bool optional, JqEmit emit)
    {
        Reachable(at, target, key);
        return JqAccess.Get(target, key, out var problem) is { } value ? emit(value, at is null ? null : new(at, key))
            : optional ? true : throw new JqException(problem!);
    }

    private static void Reachable(JqPath? at, JqValue value, JqValue? key = null)
    {
        if (ReferenceEquals(at, JqPath.Nowhere))
            throw new JqException(key is null ? $"Invalid path expression with result {JqWriter.Short(value)}" : $"Invalid path expression with result {JqWriter.Short(value)}");
    }

    private bool Each(JqValue target, JqPath? at, bool optional, JqEmit emit)
    {
        if (at is not null) Reachable(at, target);
        switch (target)
        {
            case JqArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    Step();
                    if (!emit(array[i], at is null ? null : new(at, JqValue.Of((double)i)))) return false;
                }
                return true;
            case JqObject entries:
                foreach (var (key, value) in entries.Entries)
                {
                    Step();
                    if (!emit(value, at is null ? null : new(at, JqValue.Of(key)))) return false;
                }
                return true;
            default: return optional ? true : throw new JqException($"Cannot iterate over {target.Type} ({JqWriter.Short(target)})");
        }
    }

    private bool Slice(JqSlice slice, JqScope? scope, JqValue input, JqPath? path, JqEmit emit) =>
        Run(slice.To ?? NullNode, scope, input, null, (to, _) => Run(slice.From ?? NullNode, scope, input, null, (from, _) => Run(slice.Target, scope, input, path, (target, at) =>
        {
            Reachable(at, target);
            if (JqAccess.Slice(target, from, to, out var problem) is not { } value) return slice.Optional ? true : throw new JqException(problem!);
            return emit(value, at is null ? null : new(at, new JqObject(new(StringComparer.Ordinal) { ["start"] = from, ["end"] = to })));
        })));

    private static readonly JqLiteral NullNode = new((object?)null);

    private bool Build(IReadOnlyList<(JqNode Key, JqNode Value)> entries, int next, JqObject so, JqScope? scope, JqValue input, Func<JqObject, bool> emit)
    {
        if (next == entries.Count) return emit(so);
        var (keyNode, valueNode) = entries[next];
        return Run(keyNode, scope, input, null, (key, _) => Run(valueNode, scope, input, null, (value, _) =>
        {
            if (key is not JqString name) throw new JqException($"Object keys must be strings");
            var entriesSo = so.Copy();
            entriesSo[name.Value] = value;
            return Build(entries, next + 1, new(entriesSo), scope, input, emit);
        }));
    }

    private JqArray Collect(JqNode? elements, JqScope? scope, JqValue input)
    {
        if (elements is null) return JqArray.Empty;
        List<JqValue> items = [];
        Run(elements, scope, input, null, (value, _) => Keep(items, value));
        return new(items);
    }

    private bool Keep(List<JqValue> items, JqValue value)
    {
        if (items.Count >= LongestArray) throw new FilterException($"{source}: an array has more than {LongestArray} elements.");
        items.Add(value);
        return true;
    }

    private bool Alternative(JqAlternative alternative, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var (any, downstream) = (false, false);
        try
        {
            var more = Run(alternative.First, scope, input, path, (value, at) =>
            {
                if (!value.IsTrue) return true;
                any = downstream = true;
                var wants = emit(value, at);
                downstream = false;
                return wants;
            });
            if (!more) return false;
        }
        catch (JqException) when (!downstream)
        {
            // an error is as good as nothing
        }
        return any || Run(alternative.Otherwise, scope, input, path, emit);
    }

    private bool Try(JqTry attempt, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var downstream = false;
        try
        {
            return Run(attempt.Body, scope, input, path, (value, at) =>
            {
                downstream = true;
                var wants = emit(value, at);
                downstream = false;
                return wants;
            });
        }
        catch (JqException error) when (!downstream)
        {
            return attempt.Catch is null || Run(attempt.Catch, scope, error.Value, Computed(path), emit);
        }
    }

    private bool Label(JqLabel label, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var inner = JqScope.Label(scope, label.Name);
        try
        {
            return Run(label.Body, inner, input, path, emit);
        }
        catch (JqBreakException leave) when (ReferenceEquals(leave.Label, inner))
        {
            return true;
        }
    }

    private bool Descend(JqValue value, JqPath? at, JqEmit emit)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!emit(value, at)) return false;
        return value is not (JqArray or JqObject) || Each(value, at, true, (inner, place) => Descend(inner, place, emit));
    }

    /// <param name="left">Parts that are still to be read: the last one is the outermost loop.</param>
    private bool Interpolate(JqInterpolation text, int left, string behind, JqScope? scope, JqValue input, Func<JqValue, bool> emit)
    {
        if (left == 0) return emit(JqValue.Of(behind));
        if (behind.Length > LongestText) throw new FilterException($"{source}: a text is longer than {LongestText >> 20} million characters.");
        return text.Parts[left - 1] switch
        {
            JqEmbedded embedded => Run(embedded.Value, scope, input, null, (value, _) => Interpolate(text, left - 1, JqFormats.Apply(text.Format ?? "text", value) + behind, scope, input, emit)),
            JqLiteral literal => Interpolate(text, left - 1, (string)literal.Value! + behind, scope, input, emit),
            _ => throw new InvalidOperationException(),
        };
    }
}
