using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Targets.Filters.AwkLanguage;
using OpsPortal.Targets.Filters.JqLanguage;
using OpsPortal.Targets.Filters.Lines;
using OpsPortal.Targets.Filters.SedLanguage;

namespace OpsPortal.Targets.Filters;

/// <summary>Who carries out which filter.</summary>
internal static class FilterRunners
{
    private static readonly Dictionary<Type, Func<TextFilter, LineFilter>> ByFilter = new()
    {
        [typeof(Grep)] = f => new GrepFilter((Grep)f),
        [typeof(WordCount)] = f => new WordCountFilter((WordCount)f),
        [typeof(Head)] = f => f is Head { Bytes: { } bytes } ? new HeadBytesFilter(bytes) : new HeadFilter(((Head)f).Lines),
        [typeof(Tail)] = f => f is Tail { Bytes: { } bytes } tail ? new TailBytesFilter(bytes, tail.FromStart) : new TailFilter((Tail)f),
        [typeof(Sort)] = f => new SortFilter((Sort)f),
        [typeof(Uniq)] = f => new UniqFilter((Uniq)f),
        // programs of their own
        [typeof(Awk)] = f => new AwkFilter((Awk)f),
        [typeof(Jq)] = f => new JqFilter((Jq)f),
        [typeof(Sed)] = f => new SedFilter((Sed)f),
        [typeof(Yq)] = f => new YqFilter((Yq)f),
        // lines and characters
        [typeof(Cut)] = f => new CutFilter((Cut)f),
        [typeof(Translate)] = f => new TranslateFilter((Translate)f),
        [typeof(Base64)] = f => new Base64Filter((Base64)f),
        [typeof(Columns)] = f => new ColumnsFilter((Columns)f),
        [typeof(ReverseCharacters)] = _ => new ReverseCharactersFilter(),
        [typeof(ReverseLines)] = f => new ReverseLinesFilter((ReverseLines)f),
        [typeof(NumberLines)] = f => new NumberLinesFilter((NumberLines)f),
        [typeof(Passing)] = _ => new PassingFilter(),
        [typeof(Fold)] = f => new FoldFilter((Fold)f),
        [typeof(Expand)] = f => new ExpandFilter((Expand)f),
        [typeof(Strings)] = f => new StringsFilter((Strings)f),
        [typeof(Checksum)] = f => new ChecksumFilter((Checksum)f),
    };

    /// <exception cref="FilterException">It cannot be run here, or what it carries is wrong.</exception>
    public static LineFilter For(TextFilter filter) => ByFilter.TryGetValue(filter.GetType(), out var runner) ? runner(filter)
        : throw new FilterException($"{filter.Source}: this filter cannot be run here; take it out of the pipeline.");
}
