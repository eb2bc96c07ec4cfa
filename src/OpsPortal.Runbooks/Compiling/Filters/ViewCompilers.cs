using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>A program without options of interest.</summary>
internal sealed class PlainCompiler(string program, Func<string, TextFilter> filter, params string[] harmless) : FilterCompiler
{
    private readonly FlagTable flags = new(harmless.Select(h => Flag.Switch(h)));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason) => Read(program, words, flags, 0, out reason) is null ? null : filter(source);
}

/// <summary><c>less</c> and <c>more</c>: an output is looked at anyway.</summary>
internal sealed class PagerCompiler(string program) : FilterCompiler
{
    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        reason = words.Any(w => w is not ['-' or '+', ..]) ? $"{program} reads a file here instead of what is piped to it" : null;
        return reason is null ? new Passing(source) : null;
    }
}

internal sealed class CatCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("number", 'n'), Flag.Switch("number-nonblank", 'b'), Flag.Switch("u"), Flag.NotYet("squeeze-blank", 's'), Flag.NotYet("show-all", 'A'), Flag.NotYet("show-ends", 'E'), Flag.NotYet("show-tabs", 'T'), Flag.NotYet("show-nonprinting", 'v'), Flag.NotYet("e"), Flag.NotYet("t"));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("cat", words, Flags, 0, out reason) is not { } list) return null;
        return list.Switch("number") || list.Switch("number-nonblank") ? new NumberLines(source) { Empty = !list.Switch("number-nonblank"), BlankWithoutNumber = true } : new Passing(source);
    }
}

internal sealed class NumberLinesCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("body-numbering", 'b'), Flag.Valued("number-width", 'w'), Flag.Valued("number-separator", 's'), Flag.Valued("starting-line-number", 'v'), Flag.Valued("line-increment", 'i'),
        Flag.NotYet("number-format", 'n', FlagValue.Required), Flag.NotYet("header-numbering", 'h', FlagValue.Required), Flag.NotYet("footer-numbering", 'f', FlagValue.Required), Flag.NotYet("section-delimiter", 'd', FlagValue.Required), Flag.NotYet("join-blank-lines", 'l', FlagValue.Required), Flag.NotYet("no-renumber", 'p'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("nl", words, Flags, 0, out reason) is not { } list) return null;
        var style = list.Value("body-numbering") ?? "t";
        if (style is not ("t" or "a")) reason = $"-b {ParameterText.Display(style)} of nl is not yet understood";
        var width = list.Value("number-width") is { } w ? Number("nl", "-w", w, ref reason) ?? 6 : 6;
        var start = list.Value("starting-line-number") is { } v ? Number("nl", "-v", v, ref reason) ?? 1 : 1;
        var step = list.Value("line-increment") is { } i ? Number("nl", "-i", i, ref reason) ?? 1 : 1;
        return reason is not null ? null : new NumberLines(source) { Empty = style == "a", Width = Math.Clamp(width, 1, 1000), Separator = list.Value("number-separator") ?? "\t", Start = start, Step = step };
    }
}

internal sealed class FoldCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Valued("width", 'w'), Flag.Switch("spaces", 's'), Flag.NotYet("bytes", 'b'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("fold", Dashed.Numbers(words, "-w"), Flags, 0, out reason) is not { } list) return null;
        var width = list.Value("width") is { } w ? Number("fold", "-w", w, ref reason) ?? 80 : 80;
        if (width < 1) reason ??= "-w of fold wants a number above 0";
        return reason is null ? new Fold(source) { Width = width, AtBlanks = list.Switch("spaces") } : null;
    }
}

internal sealed class ExpandCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Valued("tabs", 't'), Flag.Switch("initial", 'i'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("expand", Dashed.Numbers(words, "-t"), Flags, 0, out reason) is not { } list) return null;
        var stop = list.Value("tabs") is { } t ? Number("expand", "-t", t, ref reason) ?? 8 : 8;
        if (stop < 1) reason ??= "-t of expand wants a number above 0";
        return reason is null ? new Expand(source) { Stop = stop, OnlyInitial = list.Switch("initial") } : null;
    }
}

internal sealed class StringsCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Valued("bytes", 'n'), Flag.Switch("all", 'a'), Flag.NotYet("radix", 't', FlagValue.Required), Flag.NotYet("encoding", 'e', FlagValue.Required), Flag.NotYet("print-file-name", 'f'));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("strings", Dashed.Numbers(words, "-n"), Flags, 0, out reason) is not { } list) return null;
        var shortest = list.Value("bytes") is { } n ? Number("strings", "-n", n, ref reason) ?? 4 : 4;
        return reason is null ? new Strings(source) { Shortest = Math.Max(1, shortest) } : null;
    }
}

/// <summary>What cannot work on a stream of text.</summary>
internal sealed class RefusedCompiler(string why) : FilterCompiler
{
    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        reason = why;
        return null;
    }
}
