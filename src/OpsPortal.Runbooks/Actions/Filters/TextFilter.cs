using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Actions;

/// <summary>A program in a pipeline that reads lines and writes lines. It sees nothing but the stream it is given.</summary>
/// <param name="Source">As written, e.g. <c>grep -i error</c>; strings may hold places for parameters.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "filter")]
[JsonDerivedType(typeof(Grep), "grep")]
[JsonDerivedType(typeof(WordCount), "wc")]
[JsonDerivedType(typeof(Head), "head")]
[JsonDerivedType(typeof(Tail), "tail")]
[JsonDerivedType(typeof(Sort), "sort")]
[JsonDerivedType(typeof(Uniq), "uniq")]
[JsonDerivedType(typeof(Awk), "awk")]
[JsonDerivedType(typeof(Jq), "jq")]
[JsonDerivedType(typeof(Sed), "sed")]
[JsonDerivedType(typeof(Yq), "yq")]
[JsonDerivedType(typeof(Cut), "cut")]
[JsonDerivedType(typeof(Translate), "tr")]
[JsonDerivedType(typeof(Base64), "base64")]
[JsonDerivedType(typeof(Columns), "column")]
[JsonDerivedType(typeof(ReverseCharacters), "rev")]
[JsonDerivedType(typeof(ReverseLines), "tac")]
[JsonDerivedType(typeof(NumberLines), "nl")]
[JsonDerivedType(typeof(Passing), "pass")]
[JsonDerivedType(typeof(Fold), "fold")]
[JsonDerivedType(typeof(Expand), "expand")]
[JsonDerivedType(typeof(Strings), "strings")]
[JsonDerivedType(typeof(Checksum), "checksum")]
[JsonDerivedType(typeof(X509), "x509")]
// where streams go
[JsonDerivedType(typeof(Tee), "tee")]
[JsonDerivedType(typeof(ToFile), "toFile")]
[JsonDerivedType(typeof(MergeErrors), "mergeErrors")]
[JsonDerivedType(typeof(DropErrors), "dropErrors")]
[JsonDerivedType(typeof(DropOutput), "dropOutput")]
[JsonDerivedType(typeof(NameOnly), "nameOnly")]
public abstract record TextFilter(string Source)
{
    /// <summary>No program of the pipeline, but where its lines come from or go to.</summary>
    [JsonIgnore] public virtual bool IsRedirection => false;

    /// <summary>The same filter with its places filled.</summary>
    public TextFilter Bind(IReadOnlyDictionary<string, string> values) => StepAction.Bind<TextFilter>(this, values);
}
