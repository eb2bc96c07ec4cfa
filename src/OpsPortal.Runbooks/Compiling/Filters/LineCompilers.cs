using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class CutCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("fields", 'f'), Flag.Valued("characters", 'c'), Flag.Valued("bytes", 'b'), Flag.Valued("delimiter", 'd'), Flag.Switch("complement"), Flag.Valued("output-delimiter"), Flag.Switch("only-delimited", 's'), Flag.Switch("n"), Flag.NotYet("zero-terminated", 'z'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("cut", words, Flags, 0, out reason) is not { } list) return null;
        var lists = new[] { (CutUnit.Fields, list.Value("fields")), (CutUnit.Characters, list.Value("characters")), (CutUnit.Bytes, list.Value("bytes")) }.Where(l => l.Item2 is not null).ToList();
        if (lists is not [var (unit, text)])
        {
            reason = "cut wants one of -f, -c and -b";
            return null;
        }
        var delimiter = list.Value("delimiter") ?? "\t";
        if (delimiter.EnumerateRunes().Count() != 1 && !delimiter.Contains(ParameterText.Open)) reason = "-d of cut wants a single character";
        else if (unit != CutUnit.Fields && (list.Has("delimiter") || list.Has("only-delimited"))) reason = "-d and -s of cut only go with -f";
        var ranges = Ranges(text!);
        if (ranges is null) reason ??= $"the list {ParameterText.Display(text!)} of cut is not understood";
        return reason is not null ? null
            : new Cut(source) { Unit = unit, Ranges = ranges!, Delimiter = delimiter, OutputDelimiter = list.Value("output-delimiter"), Complement = list.Switch("complement"), OnlyDelimited = list.Switch("only-delimited") };
    }

    private static List<CutRange>? Ranges(string text)
    {
        List<CutRange> ranges = [];
        foreach (var part in text.Split([',', ' ']))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || ends.All(e => e.Length == 0) || !ends.All(e => e.Length == 0 || (int.TryParse(e, out var n) && n > 0))) return null;
            var from = ends[0].Length == 0 ? 1 : int.Parse(ends[0]);
            int? to = ends.Length == 1 ? from : ends[1].Length == 0 ? null : int.Parse(ends[1]);
            if (to < from) return null;
            ranges.Add(new(from, to));
        }
        return ranges;
    }
}

internal sealed class TranslateCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("delete", 'd'), Flag.Switch("squeeze-repeats", 's'), Flag.Switch("complement", 'c'), Flag.Switch("C"), Flag.Switch("truncate-set1", 't'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        var list = ArgumentReader.Read("tr", words, Flags, 1, plainLetters: true);
        if (list.Rest is { } rest) list.Operands.AddRange(rest);
        reason = list.Problem?.Reason;
        if (reason is not null) return null;
        var (delete, squeeze) = (list.Switch("delete"), list.Switch("squeeze-repeats"));
        var wanted = delete == squeeze ? 2 : 1;
        if (list.Operands.Count < wanted || list.Operands.Count > (delete && !squeeze ? 1 : 2))
        {
            reason = "tr has too few or too many sets";
            return null;
        }
        if (list.Operands.Any(o => o.Contains(ParameterText.Open)))
        {
            reason = "a place in a set of tr is not understood";
            return null;
        }
        try
        {
            var first = CharacterSet.Expand(list.Operands[0]);
            if (list.Operands.Count > 1 && CharacterSet.Expand(list.Operands[1], first.Length).Length == 0 && !delete) reason = "tr has nothing to translate to";
        }
        catch (FilterSyntaxException wrong)
        {
            reason = wrong.Message;
        }
        return reason is not null ? null : new Translate(source)
        {
            First = list.Operands[0],
            Second = list.Operands.ElementAtOrDefault(1),
            Delete = delete,
            Squeeze = squeeze,
            Complement = list.Switch("complement") || list.Switch("C"),
            Truncate = list.Switch("truncate-set1"),
        };
    }
}

internal sealed class Base64Compiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("decode", 'd'), Flag.Switch("D"), Flag.Switch("ignore-garbage", 'i'), Flag.Valued("wrap", 'w'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("base64", words, Flags, 0, out reason) is not { } list) return null;
        var wrap = list.Value("wrap") is { } w ? Number("base64", "-w", w, ref reason) ?? 76 : 76;
        return reason is null ? new Base64(source) { Decode = list.Switch("decode") || list.Switch("D"), IgnoreGarbage = list.Switch("ignore-garbage"), Wrap = Math.Max(0, wrap) } : null;
    }
}

internal sealed class ColumnsCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("table", 't'), Flag.Valued("separator", 's'), Flag.Valued("output-separator", 'o'), Flag.Valued("table-columns", 'N'), Flag.Valued("output-width", 'c'), Flag.NotYet("table-right", 'R', FlagValue.Required), Flag.NotYet("json", 'J'), Flag.NotYet("keep-empty-lines", 'L'),
        Flag.NotYet("table-hide", 'H', FlagValue.Required), Flag.NotYet("table-order", 'O', FlagValue.Required), Flag.NotYet("fillrows", 'x'), Flag.NotYet("table-noheadings", 'd'), Flag.NotYet("table-truncate", 'T', FlagValue.Required), Flag.NotYet("table-noextreme", 'E', FlagValue.Required), Flag.NotYet("table-wrap", 'W', FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("column", words, Flags, 0, out reason) is not { } list) return null;
        if (!list.Switch("table")) reason = "column without -t fills the width of a terminal, and here is none";
        return reason is not null ? null
            : new Columns(source) { Separators = list.Value("separator"), OutputSeparator = list.Value("output-separator") ?? "  ", Names = list.Value("table-columns")?.Split(',') ?? [] };
    }
}

internal sealed class ChecksumCompiler(string program, ChecksumAlgorithm algorithm) : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("binary", 'b'), Flag.Switch("text", 't'), Flag.NotYet("check", 'c'), Flag.NotYet("tag"), Flag.NotYet("zero", 'z'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason) => Read(program, words, Flags, 0, out reason) is null ? null : new Checksum(source) { Algorithm = algorithm };
}
