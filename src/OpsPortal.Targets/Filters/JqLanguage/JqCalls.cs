using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The part with the functions that run their arguments themselves, or have any number of results.</summary>
internal sealed partial class JqMachine
{
    private bool Call(JqCall call, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        if (call.Defined) return CallDefined(call, scope, input, path, emit);
        var f = call.Arguments;
        switch (call.Signature)
        {
            case "empty/0": return true;
            case "select/1": return Run(f[0], scope, input, null, (condition, _) => !condition.IsTrue || emit(input, path));
            case "map/1":
                List<JqValue> mapped = [];
                Each(input, null, false, (value, _) => Run(f[0], scope, value, null, (result, _) => Keep(mapped, result)));
                return emit(new JqArray(mapped), Computed(path));
            case "error/0": throw new JqException(input);
            case "error/1": return Run(f[0], scope, input, null, (value, _) => throw new JqException(value));
            case "recurse/0": return Descend(input, path, emit);
            case "recurse/1": return Recurse(f[0], null, scope, input, path, emit);
            case "recurse/2": return Recurse(f[0], f[1], scope, input, path, emit);
            case "first/1": return Limit(1, f[0], scope, input, path, emit);
            case "limit/2": return Run(f[0], scope, input, null, (count, _) => count is not JqNumber number ? throw new JqException("Invalid arguments to limit") : number.Value <= 0 || Limit(number.Value, f[1], scope, input, path, emit));
            case "last/1":
                (JqValue Value, JqPath? At)? last = null;
                Run(f[0], scope, input, path, (value, at) =>
                {
                    last = (value, at);
                    return true;
                });
                return last is null || emit(last.Value.Value, last.Value.At);
            case "isempty/1": return emit(JqValue.Of(Run(f[0], scope, input, null, (_, _) => false)), Computed(path));
            case "any/1": return emit(JqValue.Of(!Each(input, null, false, (value, _) => Run(f[0], scope, value, null, (result, _) => !result.IsTrue))), Computed(path));
            case "all/1": return emit(JqValue.Of(Each(input, null, false, (value, _) => Run(f[0], scope, value, null, (result, _) => result.IsTrue))), Computed(path));
            case "any/2": return emit(JqValue.Of(!Run(f[0], scope, input, null, (value, _) => Run(f[1], scope, value, null, (result, _) => !result.IsTrue))), Computed(path));
            case "all/2": return emit(JqValue.Of(Run(f[0], scope, input, null, (value, _) => Run(f[1], scope, value, null, (result, _) => result.IsTrue))), Computed(path));
            case "path/1":
                return Run(f[0], scope, input, JqPath.Start, (value, at) =>
                {
                    Reachable(at, value);
                    return emit(at!.ToArray(), Computed(path));
                });
            case "paths/0": return Descend(input, JqPath.Start, (_, at) => ReferenceEquals(at, JqPath.Start) || emit(at!.ToArray(), Computed(path)));
            case "getpath/1": return Run(f[0], scope, input, null, (where, _) => GetPath(where, input, path, emit));
            case "range/1": return Run(f[0], scope, input, null, (to, _) => Range(JqValue.Of(0.0), to, JqValue.Of(1.0), path, emit));
            case "range/2": return Run(f[0], scope, input, null, (from, _) => Run(f[1], scope, input, null, (to, _) => Range(from, to, JqValue.Of(1.0), path, emit)));
            case "range/3": return Run(f[0], scope, input, null, (from, _) => Run(f[1], scope, input, null, (to, _) => Run(f[2], scope, input, null, (by, _) => Range(from, to, by, path, emit))));
            case "until/2": return Repeat(f[0], f[1], scope, input, path, emit, whenTrue: false);
            case "while/2": return Repeat(f[0], f[1], scope, input, path, emit, whenTrue: true);
            case "repeat/1": return Repeat(null, f[0], scope, input, path, emit, whenTrue: true);
            case "debug/0" or "debug/1": return emit(input, path);
            case "input_filename/0": return emit(JqValue.Null, Computed(path));
            case "match/1" or "match/2" or "scan/1" or "scan/2" or "capture/1" or "capture/2" or "splits/1" or "splits/2":
                return Arguments(f, f.Count - 1, [], scope, input, values =>
                {
                    foreach (var result in JqPatterns.Find(call.Name, input, values))
                        if (!emit(result, Computed(path))) return false;
                    return true;
                });
            case "sub/2" or "sub/3" or "gsub/2" or "gsub/3":
                return Run(f[0], scope, input, null, (pattern, _) => f.Count < 3 ? Substitute(call.Name, pattern, null, f[1], scope, input, path, emit)
                    : Run(f[2], scope, input, null, (flags, _) => Substitute(call.Name, pattern, flags, f[1], scope, input, path, emit)));
        }
        return Arguments(f, f.Count - 1, [], scope, input, values => emit(JqFunctions.Call(call.Signature, input, values, Step), Computed(path)));
    }

    /// <summary>Every combination of the arguments' results; the first argument is the innermost loop.</summary>
    private bool Arguments(IReadOnlyList<JqNode> nodes, int at, JqValue[] values, JqScope? scope, JqValue input, Func<JqValue[], bool> then)
    {
        if (nodes.Count == 0) return then(values);
        if (nodes.Count == 1) return Run(nodes[0], scope, input, null, (value, _) => then([value]));
        return Run(nodes[at], scope, input, null, (value, _) =>
        {
            JqValue[] more = [value, .. values];
            return at == 0 ? then(more) : Arguments(nodes, at - 1, more, scope, input, then);
        });
    }

    private bool Limit(double most, JqNode node, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var wanted = true;
        Run(node, scope, input, path, (value, at) =>
        {
            wanted = emit(value, at);
            return wanted && --most > 0;
        });
        return wanted;
    }

    private bool Recurse(JqNode next, JqNode? condition, JqScope? scope, JqValue value, JqPath? at, JqEmit emit)
    {
        if (!emit(value, at)) return false;
        return Run(next, scope, value, at, (inner, place) => condition is null ? Recurse(next, null, scope, inner, place, emit)
            : Run(condition, scope, inner, null, (holds, _) => !holds.IsTrue || Recurse(next, condition, scope, inner, place, emit)));
    }

    private static bool GetPath(JqValue where, JqValue input, JqPath? path, JqEmit emit)
    {
        if (where is not JqArray keys) throw new JqException("Path must be specified as an array");
        Reachable(path, input);
        var at = path;
        if (at is not null)
            foreach (var key in keys.Items) at = new(at, key);
        return emit(JqAccess.GetPath(input, keys), at);
    }

    private bool Range(JqValue from, JqValue to, JqValue by, JqPath? path, JqEmit emit)
    {
        if (from is not JqNumber first || to is not JqNumber end || by is not JqNumber step) throw new JqException("Range bounds must be numeric");
        for (var at = first.Value; step.Value > 0 ? at < end.Value : step.Value < 0 ? at > end.Value : first.Value < end.Value; at += step.Value)
        {
            Step();
            if (!emit(JqValue.Of(at), Computed(path))) return false;
        }
        return true;
    }

    /// <summary><c>while</c> hands on as long as the condition holds, <c>until</c> only what comes first when it does.</summary>
    private bool Repeat(JqNode? condition, JqNode next, JqScope? scope, JqValue value, JqPath? at, JqEmit emit, bool whenTrue)
    {
        while (true)
        {
            var holds = condition is null;
            if (condition is not null) Run(condition, scope, value, null, (result, _) =>
            {
                holds = result.IsTrue;
                return false;
            });
            if (whenTrue)
            {
                if (!holds) return true;
                if (!emit(value, at)) return false;
            }
            else if (holds) return emit(value, at);
            List<(JqValue Value, JqPath? At)> results = [];
            Run(next, scope, value, at, (result, place) =>
            {
                results.Add((result, place));
                return true;
            });
            if (results.Count == 0) return true;
            foreach (var (result, place) in results.SkipLast(1))
                if (!Repeat(condition, next, scope, result, place, emit, whenTrue)) return false;
            (value, at) = results[^1];
        }
    }

    private bool Substitute(string name, JqValue pattern, JqValue? flags, JqNode replacement, JqScope? scope, JqValue input, JqPath? path, JqEmit emit)
    {
        var text = input is JqString s ? s.Value : throw new JqException($"{input.Type} ({JqWriter.Short(input)}) cannot be matched, as it is not a string");
        var matches = JqPatterns.Matches(text, pattern, flags, everywhere: name == "gsub");
        return Replace(0, 0, "");

        bool Replace(int next, int from, string before)
        {
            if (before.Length > LongestText) throw new FilterException($"{source}: a text becomes too long.");
            if (next == matches.Count) return emit(JqValue.Of(before + text[from..]), Computed(path));
            var match = matches[next];
            return Run(replacement, scope, JqPatterns.Captured(match), null, (value, _) => value is JqString with
                ? Replace(next + 1, match.Index + match.Length, before + text[from..match.Index] + with.Value)
                : throw new JqException($"{input.Type} ({JqWriter.Short(input)}) and {value.Type} ({JqWriter.Short(value)}) cannot be added"));
        }
    }
}
