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
    private static readonly Dictionary<Type, Func<TextFilter, IStepFiles, TimeProvider, LineFilter>> ByFilter = new()
    {
        [typeof(Grep)] = (f, _, _) => new GrepFilter((Grep)f),
        [typeof(WordCount)] = (f, _, _) => new WordCountFilter((WordCount)f),
        [typeof(Head)] = (f, _, _) => f is Head { Bytes: { } bytes } ? new HeadBytesFilter(bytes) : new HeadFilter(((Head)f).Lines),
        [typeof(Tail)] = (f, _, _) => f is Tail { Bytes: { } bytes } tail ? new TailBytesFilter(bytes, tail.FromStart) : new TailFilter((Tail)f),
        [typeof(Sort)] = (f, _, _) => new SortFilter((Sort)f),
        [typeof(Uniq)] = (f, _, _) => new UniqFilter((Uniq)f),
        // where streams go
        [typeof(ToFile)] = (f, files, _) => new ToFileFilter((ToFile)f, files),
        [typeof(Tee)] = (f, files, _) => new TeeFilter((Tee)f, files),
        [typeof(NameOnly)] = (_, _, _) => new NameFilter(),
        [typeof(DropOutput)] = (_, _, _) => new DropFilter(),
        // programs of their own
        [typeof(X509)] = (f, _, time) => new X509Filter((X509)f, time),
        [typeof(Awk)] = (f, _, _) => new AwkFilter((Awk)f),
        [typeof(Jq)] = (f, _, _) => new JqFilter((Jq)f),
        [typeof(Sed)] = (f, _, _) => new SedFilter((Sed)f),
        [typeof(Yq)] = (f, _, _) => new YqFilter((Yq)f),
        // lines and characters
        [typeof(Cut)] = (f, _, _) => new CutFilter((Cut)f),
        [typeof(Translate)] = (f, _, _) => new TranslateFilter((Translate)f),
        [typeof(Base64)] = (f, _, _) => new Base64Filter((Base64)f),
        [typeof(Columns)] = (f, _, _) => new ColumnsFilter((Columns)f),
        [typeof(ReverseCharacters)] = (_, _, _) => new ReverseCharactersFilter(),
        [typeof(ReverseLines)] = (f, _, _) => new ReverseLinesFilter((ReverseLines)f),
        [typeof(NumberLines)] = (f, _, _) => new NumberLinesFilter((NumberLines)f),
        [typeof(Passing)] = (_, _, _) => new PassingFilter(),
        [typeof(Fold)] = (f, _, _) => new FoldFilter((Fold)f),
        [typeof(Expand)] = (f, _, _) => new ExpandFilter((Expand)f),
        [typeof(Strings)] = (f, _, _) => new StringsFilter((Strings)f),
        [typeof(Checksum)] = (f, _, _) => new ChecksumFilter((Checksum)f),
    };

    /// <exception cref="FilterException">It cannot be run here, or what it carries is wrong.</exception>
    public static LineFilter For(TextFilter filter, IStepFiles files, TimeProvider time) => ByFilter.TryGetValue(filter.GetType(), out var runner) ? runner(filter, files, time)
        : throw new FilterException($"{filter.Source}: this filter cannot be run here; take it out of the pipeline.");
}
