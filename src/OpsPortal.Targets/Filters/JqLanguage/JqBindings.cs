using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The part with variables, loops, functions of the program and updates.</summary>
internal sealed partial class JqMachine
{
    private bool Bind(JqPattern pattern, JqValue value, JqScope? scope, JqValue input, Func<JqScope?, bool> then)
    {
        switch (pattern)
        {
            case JqVariablePattern variable: return then(JqScope.Variable(scope, variable.Name, value));
            case JqArrayPattern array: return BindElements(array.Elements, 0, value, scope, input, then);
            case JqObjectPattern entries: return BindEntries(entries.Entries, 0, value, scope, input, then);
            default: throw new InvalidOperationException(pattern.GetType().Name);
        }
    }

    private bool BindElements(IReadOnlyList<JqPattern> patterns, int next, JqValue value, JqScope? scope, JqValue input, Func<JqScope?, bool> then) =>
        next == patterns.Count ? then(scope)
            : Bind(patterns[next], JqAccess.Get(value, JqValue.Of((double)next)), scope, input, inner => BindElements(patterns, next + 1, value, inner, input, then));

    private bool BindEntries(IReadOnlyList<(JqNode Key, string? Variable, JqPattern? Pattern)> entries, int next, JqValue value, JqScope? scope, JqValue input, Func<JqScope?, bool> then)
    {
        if (next == entries.Count) return then(scope);
        var (keyNode, variable, pattern) = entries[next];
        return Run(keyNode, scope, input, null, (key, _) =>
        {
            if (key is not JqString) throw new JqException($"Cannot index {value.Type} with {key.Type}");
            var entry = JqAccess.Get(value, key);
            var inner = variable is null ? scope : JqScope.Variable(scope, variable, entry);
            return pattern is null ? BindEntries(entries, next + 1, value, inner, input, then) : Bind(pattern, entry, inner, input, deeper => BindEntries(entries, next + 1, value, deeper, input, then));
        });
    }

    private bool Reduce(JqReduce reduce, JqScope? scope, JqValue input, JqPath? path, JqEmit emit) =>
        Run(reduce.First, scope, input, path, (first, start) =>
        {
            var (so, at) = (first, start);
            Run(reduce.Source, scope, input, null, (value, _) => Bind(reduce.Pattern, value, scope, input, inner =>
            {
                // the last result counts; none makes it null
                var (last, where) = ((JqValue)JqValue.Null, Computed(path));
                Run(reduce.Next, inner, so, at, (next, place) =>
                {
                    (last, where) = (next, place);
                    return true;
                });
                (so, at) = (last, where);
                return true;
            }));
            return emit(so, at);
        });

    private bool Foreach(JqForeach each, JqScope? scope, JqValue input, JqPath? path, JqEmit emit) =>
        Run(each.First, scope, input, path, (first, start) =>
        {
            var (so, at) = (first, start);
            return Run(each.Source, scope, input, null, (value, _) => Bind(each.Pattern, value, scope, input, inner =>
                Run(each.Next, inner, so, at, (next, place) =>
                {
                    (so, at) = (next, place);
                    return each.Show is null ? emit(next, place) : Run(each.Show, inner, next, place, emit);
                })));
        });

    private bool CallDefined(JqCall call, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var found = JqScope.Find(scope, call.Signature);
        if (found?.Given is { } given) return Run(given, found.GivenIn, input, path, emit);
        // what a function sees is what was there when it was defined, and itself
        var (function, around) = found is not null ? (found.Function!, found) : (JqPrelude.Functions[call.Signature], null);
        return CallWith(function, call.Arguments, 0, around, scope, input, path, emit);
    }

    private bool CallWith(JqFunction function, IReadOnlyList<JqNode> arguments, int next, JqScope? inside, JqScope? outside, JqValue input, JqPath? path, JqEmit emit)
    {
        if (next == arguments.Count) return Run(function.Body, inside, input, path, emit);
        var name = function.Parameters[next];
        if (name[0] != '$') return CallWith(function, arguments, next + 1, JqScope.Parameter(inside, name, arguments[next], outside), outside, input, path, emit);
        return Run(arguments[next], outside, input, null, (value, _) =>
        {
            var bound = JqScope.Variable(JqScope.Parameter(inside, name[1..], new JqVariable(name[1..]), JqScope.Variable(null, name[1..], value)), name[1..], value);
            return CallWith(function, arguments, next + 1, bound, outside, input, path, emit);
        });
    }

    private bool Update(JqUpdate update, JqScope? scope, JqValue input, Func<JqValue, bool> emit)
    {
        if (update.Operator == "|=") return emit(Modify(update, scope, input));
        return Run(update.Value, scope, input, null, (value, _) =>
        {
            var result = input;
            Run(update.Target, scope, input, JqPath.Start, (old, at) =>
            {
                Reachable(at, old);
                var where = at!.ToArray();
                Step(where.Count);
                var current = update.Operator == "=" ? null : JqAccess.GetPath(result, where);
                var changed = update.Operator switch
                {
                    "=" => value,
                    "//=" => current!.IsTrue ? current : value,
                    _ => JqArithmetic.Compute(update.Operator[..^1], current!, value, Step),
                };
                result = JqAccess.SetPath(result, where, changed);
                return true;
            });
            return emit(result);
        });
    }

    /// <summary>The first result of the right side takes each place; where there is none, the place goes.</summary>
    private JqValue Modify(JqUpdate update, JqScope? scope, JqValue input)
    {
        var result = input;
        List<JqValue> gone = [];
        Run(update.Target, scope, input, JqPath.Start, (old, at) =>
        {
            Reachable(at, old);
            var where = at!.ToArray();
            Step(where.Count);
            JqValue? changed = null;
            Run(update.Value, scope, JqAccess.GetPath(result, where), null, (value, _) =>
            {
                changed = value;
                return false;
            });
            if (changed is null) gone.Add(where);
            else result = JqAccess.SetPath(result, where, changed);
            return true;
        });
        return gone.Count == 0 ? result : JqAccess.DeletePaths(result, new(gone));
    }
}
