using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class WordCountCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("lines", 'l'), Flag.Switch("words", 'w'), Flag.Switch("bytes", 'c'), Flag.Switch("chars", 'm'), Flag.Switch("max-line-length", 'L'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason) =>
        Read("wc", words, Flags, 0, out reason) is not { } list ? null
            : new WordCount(source) { Lines = list.Switch("lines"), Words = list.Switch("words"), Bytes = list.Switch("bytes"), Characters = list.Switch("chars"), LongestLine = list.Switch("max-line-length") };
}

internal sealed class HeadCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Valued("lines", 'n'), Flag.Valued("bytes", 'c'), Flag.Switch("quiet", 'q'), Flag.Switch("silent"), Flag.NotYet("verbose", 'v'), Flag.NotYet("zero-terminated", 'z'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("head", Dashed.Numbers(words, "-n"), Flags, 0, out reason) is not { } list) return null;
        var lines = list.Value("lines") is { } l ? Number("head", "-n", l, ref reason) : 10;
        var bytes = list.Value("bytes") is { } b ? Number("head", "-c", b, ref reason) : null;
        return reason is null ? new Head(source) { Lines = lines!.Value, Bytes = bytes } : null;
    }
}

internal sealed class TailCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("lines", 'n'), Flag.Switch("quiet", 'q'), Flag.Switch("silent"), Flag.Valued("bytes", 'c'), new("follow", 'f', FlagValue.Optional), Flag.Switch("F"), Flag.Switch("retry"), Flag.NotYet("verbose", 'v'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("tail", Dashed.Numbers(words, "-n"), Flags, 0, out reason) is not { } list) return null;
        // to follow means to see what comes, as it comes
        if ((list.Has("follow") || list.Has("F")) && list.Value("lines") is null or "0" or "+0" or "+1" && !list.Has("bytes")) return new Passing(source);
        if (list.Value("bytes") is { } b)
        {
            var bytes = Number("tail", "-c", b.TrimStart('-'), ref reason);
            return reason is null ? new Tail(source) { Bytes = Math.Abs(bytes!.Value), FromStart = b.StartsWith('+') } : null;
        }
        var value = list.Value("lines") ?? "10";
        var lines = Number("tail", "-n", value.TrimStart('-'), ref reason);
        return reason is null ? new Tail(source) { Lines = lines!.Value, FromStart = value.StartsWith('+') } : null;
    }
}

internal sealed class UniqCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("count", 'c'), Flag.Switch("repeated", 'd'), Flag.Switch("unique", 'u'), Flag.Switch("ignore-case", 'i'), Flag.Valued("skip-fields", 'f'), Flag.Valued("skip-chars", 's'),
        Flag.NotYet("all-repeated", 'D', FlagValue.Optional), Flag.Valued("check-chars", 'w'), Flag.NotYet("zero-terminated", 'z'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("uniq", words, Flags, 0, out reason) is not { } list) return null;
        var fields = list.Value("skip-fields") is { } f ? Number("uniq", "-f", f, ref reason) : 0;
        var characters = list.Value("skip-chars") is { } s ? Number("uniq", "-s", s, ref reason) : 0;
        var compared = list.Value("check-chars") is { } w ? Number("uniq", "-w", w, ref reason) : null;
        return reason is not null ? null : new Uniq(source)
        {
            Count = list.Switch("count"),
            OnlyRepeated = list.Switch("repeated"),
            OnlyUnique = list.Switch("unique"),
            IgnoreCase = list.Switch("ignore-case"),
            SkipFields = fields!.Value,
            SkipCharacters = characters!.Value,
            Characters = compared,
        };
    }
}

internal static class Dashed
{
    /// <summary><c>head -20</c> and <c>tail +3</c>, the old way to write <c>-n</c>.</summary>
    public static IReadOnlyList<string> Numbers(IReadOnlyList<string> words, string flag) =>
        [.. words.Select((w, i) => w is ['-' or '+', >= '0' and <= '9', ..] && w.Skip(1).All(char.IsAsciiDigit) && (i == 0 || words[i - 1] is not ("-n" or "-c" or "--lines" or "--bytes"))
            ? flag + (w[0] == '+' ? w : w[1..]) : w)];
}
