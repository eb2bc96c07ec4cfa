using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>Values as lines. With <c>-j</c> a line ends only where a value has a line end.</summary>
internal sealed class JqPrinter(JqOutput output)
{
    private readonly StringBuilder unfinished = new();

    public IEnumerable<string> Print(JqValue value)
    {
        var text = value is JqString line && (output.Raw || output.Joined) ? line.Value : JqWriter.Write(value, output);
        var lines = text.Split('\n');
        if (!output.Joined) return lines;
        lines[0] = unfinished + lines[0];
        unfinished.Clear().Append(lines[^1]);
        return lines[..^1];
    }

    public IEnumerable<string> Rest() => unfinished.Length > 0 ? [unfinished.ToString()] : [];
}
