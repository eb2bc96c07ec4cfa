using System.Text;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>The text of a here-document, its variables as places unless its delimiter is quoted.</summary>
internal static class HereDocument
{
    public static string? Read(Redirection document, CommandContext context, out string? refused)
    {
        refused = null;
        var body = document.Body ?? "";
        if (document.Target.Parts.Any(p => p.Quoted)) return context.Parameters.Take(body);
        if (body.AsSpan().IndexOfAny('$', '`', '\\') < 0) return context.Parameters.Take(body);
        // inside quotes the rules are the same but for the quote itself
        if (ShellParser.Parse(Quoted(body)) is not [Pipeline { Commands: [{ Words: [var word] }] }])
        {
            refused = "what stands in the here-document is no text that a shell would expand";
            return null;
        }
        return WordReader.Read(word, context, out refused) is { } text ? context.Parameters.Take(text) : null;
    }

    private static string Quoted(string body)
    {
        var text = new StringBuilder("\"");
        var depth = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c == '$' && i + 1 < body.Length && body[i + 1] == '(') depth++;
            else if (c == ')' && depth > 0) depth--;
            if (depth == 0 && c == '"') text.Append("\\\"");
            else if (depth == 0 && c == '\\' && i + 1 < body.Length && body[i + 1] is '$' or '`' or '\\' or '\n') text.Append(c).Append(body[++i]);
            else if (depth == 0 && c == '\\') text.Append("\\\\");
            else text.Append(c);
        }
        return text.Append('"').ToString();
    }
}
