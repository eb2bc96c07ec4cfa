using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Targets.Kubernetes.Printing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>YAML 1.2 to values and back. Keys keep their order; comments are lost.</summary>
internal static partial class YamlDocuments
{
    /// <summary>Aliases may make much of little.</summary>
    private const int MostNodes = 2_000_000;

    public static List<JqValue> Read(string text, string source)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var left = MostNodes;
            return [.. stream.Documents.Select(d => Convert(d.RootNode, source, ref left))];
        }
        catch (YamlException wrong)
        {
            throw new FilterException($"{source}: what was piped to it is no YAML: {wrong.InnerException?.Message ?? wrong.Message} (line {wrong.Start.Line}).");
        }
    }

    /// <summary>A scalar without quotes, anything else as YAML.</summary>
    public static string Write(JqValue value)
    {
        if (value is JqString text) return text.Value;
        var result = new StringBuilder();
        Put(result, value, 0, 0);
        return result.ToString();
    }

    private static JqValue Convert(YamlNode node, string source, ref int left)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--left < 0) throw new FilterException($"{source}: the YAML holds more than {MostNodes} nodes.");
        switch (node)
        {
            case YamlMappingNode map:
                var entries = new OrderedDictionary<string, JqValue>(StringComparer.Ordinal);
                foreach (var (key, value) in map.Children) entries[(key as YamlScalarNode)?.Value ?? throw new FilterException($"{source}: a key of the YAML is no scalar.")] = Convert(value, source, ref left);
                return new JqObject(entries);
            case YamlSequenceNode list:
                List<JqValue> items = [];
                foreach (var item in list.Children) items.Add(Convert(item, source, ref left));
                return new JqArray(items);
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar: return Plain(scalar.Value ?? "");
            case YamlScalarNode scalar: return JqValue.Of(scalar.Value ?? "");
            default: return JqValue.Null;
        }
    }

    private static JqValue Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => JqValue.Null,
        "true" or "True" or "TRUE" => JqValue.True,
        "false" or "False" or "FALSE" => JqValue.False,
        _ when Number().IsMatch(text) && double.Parse(text, CultureInfo.InvariantCulture) is var number => new JqNumber(number, text),
        _ => JqValue.Of(text),
    };

    private static void Put(StringBuilder text, JqValue value, int indent, int column)
    {
        switch (value)
        {
            case JqObject { Entries.Count: 0 }: text.Append("{}"); break;
            case JqArray { Count: 0 }: text.Append("[]"); break;
            case JqObject entries:
                var first = true;
                foreach (var (key, inner) in entries.Entries)
                {
                    if (!first) text.Append('\n').Append(' ', indent);
                    first = false;
                    var name = YamlScalar.Write(key, indent, indent, key: true);
                    text.Append(name).Append(':');
                    if (inner is JqObject { Entries.Count: > 0 } or JqArray { Count: > 0 }) text.Append('\n').Append(' ', indent + 2);
                    else text.Append(' ');
                    Put(text, inner, indent + 2, indent + name.Length + 2);
                }
                break;
            case JqArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0) text.Append('\n').Append(' ', indent);
                    text.Append("- ");
                    Put(text, items[i], indent + 2, indent + 2);
                }
                break;
            case JqString line: text.Append(YamlScalar.Write(line.Value, column, indent)); break;
            case JqNumber { Literal: { } written }: text.Append(written); break;
            default: text.Append(JqWriter.Compact(value)); break;
        }
    }

    [GeneratedRegex(@"^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")]
    private static partial Regex Number();
}
