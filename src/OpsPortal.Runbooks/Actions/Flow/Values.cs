using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary>A value, found without asking anybody. It prints the value.</summary>
public abstract record ValueAction : StepAction, IMinorAction
{
    [JsonIgnore] public override Risk Risk => Risk.Read;
    [JsonIgnore] public override StepTarget? Target => null;

    private protected static string Shown(string text)
    {
        var line = ParameterText.Display(text).Replace('\n', ' ').Trim();
        return line.Length <= 60 ? line : $"{line[..59]}…";
    }
}

/// <summary><c>X=value</c>: gives a variable a value, for the steps below.</summary>
public sealed record ValueSet(string Variable, string Text) : ValueAction
{
    [JsonIgnore] public override string Name => "value.set";
    [JsonIgnore] public override string Sentence => Text.Length == 0 ? $"Empty {Variable}" : $"Set {Variable} to {Shown(Text)}";
}

/// <summary>A text: <c>echo</c>, <c>printf</c>, a here-document, or a part of a variable's value (<c>${X%%/*}</c>).</summary>
public sealed record ValueText(string Text) : ValueAction
{
    /// <summary>What is made of the text first; null leaves it as it is.</summary>
    public TextOperation? Operation { get; init; }

    /// <summary>No line end behind it (<c>echo -n</c>), for what counts bytes.</summary>
    public bool Unended { get; init; }

    [JsonIgnore] public override string Name => "value.text";
    [JsonIgnore] public override string Sentence => Text.Length == 0 ? "Print an empty line" : $"Print {Shown(Text)}";
}

/// <summary>A parameter expansion of bash. Patterns are those of file names (<c>*</c>, <c>?</c>, <c>[…]</c>).</summary>
/// <param name="Kind">The operator as written: <c>#</c>, <c>##</c>, <c>%</c>, <c>%%</c>, <c>/</c>, <c>//</c>, <c>:</c> (offset, length), <c>^</c>, <c>^^</c>, <c>,</c>, <c>,,</c>, or <c>length</c>.</param>
/// <param name="Argument">Pattern or offset.</param>
/// <param name="Second">Replacement or length; null where there is none.</param>
public sealed record TextOperation(string Kind, string Argument = "", string? Second = null);

/// <summary><c>date</c>.</summary>
public sealed record ValueDate : ValueAction
{
    /// <summary>Of <c>strftime</c>, without the plus sign.</summary>
    public string Format { get; init; } = "%a %b %e %H:%M:%S %Z %Y";
    public bool Utc { get; init; }

    /// <summary>Of <c>-d</c>: <c>yesterday</c>, <c>2 days ago</c>, <c>+1 hour</c>, <c>@1700000000</c>, an ISO date; null means now.</summary>
    public string? When { get; init; }

    [JsonIgnore] public override string Name => "value.date";
    [JsonIgnore] public override string Sentence => When is null ? "Tell the time" : $"Tell the time of {Shown(When)}";
}

/// <summary><c>$((…))</c>: whole numbers of 64 bits.</summary>
public sealed record ValueArithmetic(string Expression) : ValueAction
{
    [JsonIgnore] public override string Name => "value.arithmetic";
    [JsonIgnore] public override string Sentence => $"Calculate {Shown(Expression)}";
}

/// <summary><c>[ … ]</c>, <c>[[ … ]]</c>, <c>test</c>: prints nothing, succeeds or fails.</summary>
/// <param name="Words">Between the brackets.</param>
/// <param name="Extended"><c>[[</c>: <c>==</c> takes a pattern, <c>=~</c> a regular expression, <c>&amp;&amp;</c> and <c>||</c> join.</param>
public sealed record ValueTest(IReadOnlyList<string> Words, bool Extended = false) : ValueAction
{
    [JsonIgnore] public override string Name => "value.test";
    [JsonIgnore] public override string Sentence => $"Check {Shown(string.Join(' ', Words.Select(w => w.Length == 0 ? "\"\"" : w)))}";
}

/// <summary><c>cat</c>, <c>&lt; file</c>, <c>gunzip -c</c>, <c>zcat</c>: prints files that the runbook brought along or an earlier step made.</summary>
/// <param name="Names">Names or patterns, as written.</param>
public sealed record FileRead(IReadOnlyList<string> Names) : ValueAction
{
    public bool Decompress { get; init; }

    [JsonIgnore] public override string Name => "file.read";
    [JsonIgnore] public override StepTarget? Target => Names is [var one] ? new(null, "file", one) : new(null, "file", null);
    [JsonIgnore] public override string Sentence => $"{(Decompress ? "Unpack" : "Read")} {Shown(string.Join(" ", Names))}";
}
