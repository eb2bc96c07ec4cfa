using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>The programs of a pipeline that run in process, on the stream they are given.</summary>
internal static class FilterRegistry
{
    private static readonly Dictionary<string, FilterCompiler> ByName = new()
    {
        ["grep"] = new GrepCompiler(),
        ["egrep"] = new GrepCompiler("-E"),
        ["fgrep"] = new GrepCompiler("-F"),
        ["wc"] = new WordCountCompiler(),
        ["head"] = new HeadCompiler(),
        ["tail"] = new TailCompiler(),
        ["sort"] = new SortCompiler(),
        ["uniq"] = new UniqCompiler(),
        // where streams go
        ["tee"] = new TeeCompiler(),
    };

    public static FilterCompiler? Find(string program) => ByName.GetValueOrDefault(program);
}

internal abstract class FilterCompiler
{
    /// <param name="source">As written.</param>
    /// <param name="reason">Why there is no filter, without full stop.</param>
    public abstract TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason);

    /// <summary>Reads the words; a file among the operands means that the program does not read the stream.</summary>
    protected static ArgumentList? Read(string program, IReadOnlyList<string> words, FlagTable flags, int operands, out string? reason)
    {
        var list = ArgumentReader.Read(program, words, flags);
        if (list.Rest is { } rest) list.Operands.AddRange(rest);
        // "-" is the stream
        list.Operands.RemoveAll(o => o == "-");
        reason = list.Problem?.Reason ?? (list.Operands.Count > operands ? $"{program} reads a file here instead of what is piped to it" : null);
        return reason is null ? list : null;
    }

    /// <summary>A whole number that is known now; a place in it is not.</summary>
    protected static int? Number(string program, string flag, string value, ref string? reason)
    {
        if (int.TryParse(value, out var number)) return number;
        reason ??= $"{flag} of {program} wants a number, and \"{ParameterText.Display(value)}\" is none";
        return null;
    }
}
