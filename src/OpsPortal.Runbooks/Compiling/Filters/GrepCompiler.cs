using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <param name="implied">The flag that <c>egrep</c> and <c>fgrep</c> stand for.</param>
internal sealed class GrepCompiler(string? implied = null) : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("regexp", 'e'), Flag.Switch("extended-regexp", 'E'), Flag.Switch("fixed-strings", 'F'), Flag.Switch("perl-regexp", 'P'), Flag.Switch("basic-regexp", 'G'),
        Flag.Switch("ignore-case", 'i'), Flag.Switch("y"), Flag.Switch("invert-match", 'v'), Flag.Switch("count", 'c'), Flag.Switch("only-matching", 'o'), Flag.Switch("line-number", 'n'),
        Flag.Switch("word-regexp", 'w'), Flag.Switch("line-regexp", 'x'), Flag.Switch("quiet", 'q'), Flag.Switch("silent"), Flag.Valued("after-context", 'A'), Flag.Valued("before-context", 'B'),
        Flag.Valued("context", 'C'), Flag.Valued("max-count", 'm'),
        // what makes no difference to one stream of text
        new("color", null, FlagValue.Optional), new("colour", null, FlagValue.Optional), Flag.Switch("no-messages", 's'), Flag.Switch("text", 'a'), Flag.Switch("line-buffered"), Flag.Switch("no-filename", 'h'),
        Flag.NotYet("file", 'f', FlagValue.Required), Flag.NotYet("recursive", 'r'), Flag.NotYet("R"), Flag.NotYet("files-with-matches", 'l'), Flag.NotYet("files-without-match", 'L'),
        Flag.NotYet("with-filename", 'H'), Flag.NotYet("null-data", 'z'), Flag.NotYet("byte-offset", 'b'), Flag.NotYet("include", null, FlagValue.Required), Flag.NotYet("exclude", null, FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        // "-5" is short for "-C 5"
        List<string> rewritten = [.. implied is null ? [] : new[] { implied }, .. words.Select(w => w is ['-', >= '1' and <= '9', ..] && w.Skip(1).All(char.IsAsciiDigit) ? $"-C{w[1..]}" : w)];
        if (Read("grep", rewritten, Flags, 1 - Math.Min(1, rewritten.Count(w => w is "-e" or "--regexp" || w.StartsWith("--regexp=", StringComparison.Ordinal))), out reason) is not { } list) return null;
        var patterns = list.Values("regexp").Concat(list.Operands).SelectMany(p => p.Split('\n')).ToList();
        if (patterns.Count == 0) reason = "grep has no pattern";
        var context = Count(list, "context", ref reason) ?? 0;
        var grep = new Grep(source)
        {
            Patterns = patterns,
            Syntax = list.Switch("perl-regexp") ? GrepSyntax.Perl : list.Switch("fixed-strings") ? GrepSyntax.Fixed : list.Switch("extended-regexp") ? GrepSyntax.Extended : GrepSyntax.Basic,
            IgnoreCase = list.Switch("ignore-case") || list.Switch("y"),
            Invert = list.Switch("invert-match"),
            Count = list.Switch("count"),
            OnlyMatching = list.Switch("only-matching"),
            LineNumbers = list.Switch("line-number"),
            WholeWord = list.Switch("word-regexp"),
            WholeLine = list.Switch("line-regexp"),
            Quiet = list.Switch("quiet") || list.Switch("silent"),
            Before = Count(list, "before-context", ref reason) ?? context,
            After = Count(list, "after-context", ref reason) ?? context,
            MaxCount = Count(list, "max-count", ref reason),
        };
        return reason is null ? grep : null;
    }

    private static int? Count(ArgumentList list, string name, ref string? reason) => list.Value(name) is { } value ? Number("grep", $"--{name}", value, ref reason) : null;
}
