using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Where a command's input comes from and where its streams go.</summary>
internal static class RedirectionCompiler
{
    /// <summary>What is read; null without a reason where nothing is.</summary>
    public static Piece? Input(IReadOnlyList<Redirection> redirections, CommandContext context, out string? refused)
    {
        refused = null;
        if (redirections.LastOrDefault(r => r.Operator is "<" or "<<" or "<<-" or "<<<" or "<&" or "<>") is not { } input) return null;
        if (input.Descriptor is not null and not 0 || input.Operator is "<&" or "<>") refused = $"where its input comes from ({input.Operator}) is understood by a shell only";
        else if (input.Target.Parts is [ProcessPart { Direction: '<' } process])
        {
            var inner = StatementCompiler.Compile(process.Statements, SourceText.Of(process.Source, process.Statements), context);
            if (inner.Action is not null && inner.Lookups.Count == 0) return inner;
            refused = inner.Reason ?? "what stands in <(…) has something to find first";
        }
        else if (input.Operator == "<")
        {
            if (WordReader.Read(input.Target, context, out refused) is { } name)
                return name == "/dev/null" ? new Piece(new ValueText("") { Unended = true }, null) : new Piece(new FileRead([context.Parameters.Take(name, "file")]), null);
        }
        else if (input.Operator == "<<<")
        {
            if (WordReader.Read(input.Target, context, out refused) is { } text) return new Piece(new ValueText(context.Parameters.Take(text)), null);
        }
        else if (HereDocument.Read(input, context, out refused) is { } body) return new Piece(new ValueText(body), null);
        return null;
    }

    /// <summary>Filters that write files and route streams, in the order written; null with the reason.</summary>
    public static List<TextFilter>? Output(IReadOnlyList<Redirection> redirections, CommandContext context, out string? refused)
    {
        refused = null;
        List<TextFilter> filters = [];
        var moved = false;
        foreach (var redirection in redirections.Where(r => r.Operator is not ("<" or "<<" or "<<-" or "<<<")))
        {
            var written = $"{redirection.Descriptor}{redirection.Operator}{(redirection.Operator == ">&" ? "" : " ")}{WordText.AsWritten(redirection.Target)}";
            if (redirection.Operator == ">&" && redirection.Descriptor is 2 && redirection.Target.Constant == "1") filters.Add(new MergeErrors(written));
            else if (redirection.Operator == ">&" && redirection.Descriptor is null or 1 && redirection.Target.Constant == "2") { }
            else if (redirection.Operator is not (">" or ">>" or "&>" or "&>>" or ">|") || redirection.Descriptor is > 2)
            {
                refused = $"where its output goes ({written}) is understood by a shell only";
                return null;
            }
            else if (WordReader.Read(redirection.Target, context, out refused) is not { } name) return null;
            else
            {
                name = context.Parameters.Take(name, "file");
                var both = redirection.Operator[0] == '&';
                var errors = redirection.Descriptor == 2;
                // errors that were joined to the output before it went elsewhere stay where they were
                if (!errors && !both && !moved) filters.RemoveAll(f => f is MergeErrors);
                moved |= !errors;
                if (name is "/dev/null") filters.Add(errors ? new DropErrors(written) : new DropOutput(written));
                else if (name is not ("/dev/stdout" or "/dev/stderr" or "/dev/tty"))
                    filters.Add(new ToFile(written, name) { Append = redirection.Operator.EndsWith(">>", StringComparison.Ordinal), Errors = errors });
                if (both) filters.Add(new MergeErrors(written));
            }
        }
        return filters;
    }
}
