using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>yq over YAML documents: the program is run as jq would on each of them.</summary>
internal sealed class YqFilter : LineFilter
{
    private const int MostHeld = 32 << 20;

    private readonly Yq yq;
    private readonly JqNode program;
    private readonly StringBuilder held = new();

    public YqFilter(Yq yq)
    {
        this.yq = yq;
        try
        {
            program = JqParser.Parse(yq.Program, []);
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{wrong.Message.Replace("the jq program", "the yq program")}.");
        }
    }

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (held.Length + line.Length > MostHeld) throw new FilterException($"{yq.Source}: more than {MostHeld >> 19} MiB of YAML. Narrow the input first.");
        held.Append(line).Append('\n');
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        List<string> printed = [];
        var documents = YamlDocuments.Read(held.ToString(), yq.Source);
        for (var i = 0; i < documents.Count; i++)
        {
            // mikefarah's yq keeps the documents apart
            if (i > 0 && !yq.Json) printed.Add("---");
            try
            {
                new JqMachine(yq.Source, cancellation).Run(program, null, documents[i], value =>
                {
                    printed.AddRange(Print(value).Split('\n'));
                    return true;
                });
            }
            catch (JqException wrong)
            {
                throw new FilterException($"{yq.Source}: {wrong.Message}.");
            }
        }
        foreach (var line in printed)
            if (!await next(line, cancellation)) return;
    }

    private string Print(JqValue value) => !yq.Json ? YamlDocuments.Write(value) : yq.Output.Raw && value is JqString text ? text.Value : JqWriter.Write(value, yq.Output);
}
