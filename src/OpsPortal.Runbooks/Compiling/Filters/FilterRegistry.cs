using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
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
        // programs of their own
        ["awk"] = new AwkCompiler(),
        ["gawk"] = new AwkCompiler(),
        ["mawk"] = new AwkCompiler(),
        ["nawk"] = new AwkCompiler(),
        ["sed"] = new SedCompiler(),
        ["gsed"] = new SedCompiler(),
        ["jq"] = new JqCompiler(),
        ["yq"] = new YqCompiler(),
        ["python"] = new PrettyJsonCompiler(python: true),
        ["python3"] = new PrettyJsonCompiler(python: true),
        ["json_pp"] = new PrettyJsonCompiler(python: false),
        // lines and characters
        ["cut"] = new CutCompiler(),
        ["tr"] = new TranslateCompiler(),
        ["base64"] = new Base64Compiler(),
        ["column"] = new ColumnsCompiler(),
        ["rev"] = new PlainCompiler("rev", s => new ReverseCharacters(s)),
        ["tac"] = new PlainCompiler("tac", s => new ReverseLines(s)),
        ["nl"] = new NumberLinesCompiler(),
        ["cat"] = new CatCompiler(),
        ["less"] = new PagerCompiler("less"),
        ["more"] = new PagerCompiler("more"),
        ["fold"] = new FoldCompiler(),
        ["expand"] = new ExpandCompiler(),
        ["strings"] = new StringsCompiler(),
        ["md5sum"] = new ChecksumCompiler("md5sum", ChecksumAlgorithm.Md5),
        ["sha1sum"] = new ChecksumCompiler("sha1sum", ChecksumAlgorithm.Sha1),
        ["sha256sum"] = new ChecksumCompiler("sha256sum", ChecksumAlgorithm.Sha256),
        ["sha384sum"] = new ChecksumCompiler("sha384sum", ChecksumAlgorithm.Sha384),
        ["sha512sum"] = new ChecksumCompiler("sha512sum", ChecksumAlgorithm.Sha512),
        ["gunzip"] = new RefusedCompiler("gunzip reads bytes, and what is piped here is text"),
        ["zcat"] = new RefusedCompiler("zcat reads bytes, and what is piped here is text"),
        // certificates
        ["openssl"] = new X509Compiler(),
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
    /// <param name="plainLetters">False for programs whose letters take an equals sign: <c>-o=json</c>.</param>
    protected static ArgumentList? Read(string program, IReadOnlyList<string> words, FlagTable flags, int operands, out string? reason, bool plainLetters = true)
    {
        var list = ArgumentReader.Read(program, words, flags, plainLetters: plainLetters);
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
