using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>From any statement of a shell to a piece. Total; what is not understood is a reason.</summary>
internal static class StatementCompiler
{
    /// <summary>Flows in flows; each level is a few levels of JSON, whose reader has a bound of its own.</summary>
    private const int Deepest = 8;

    public static Piece Compile(Statement statement, SourceText source, CommandContext context)
    {
        if (context.Depth >= Deepest) return Piece.Manual("it is nested too deeply");
        context.Depth++;
        var piece = statement switch
        {
            Pipeline pipeline => PipelineCompiler.Compile(pipeline, source, context),
            Sequence sequence => SequenceCompiler.Compile(sequence, source, context),
            Compound compound => CompoundCompiler.Compile(compound, source, context),
            Unparsed unparsed => Piece.Manual($"no shell would accept it, {unparsed.Reason}"),
            _ => Piece.Manual("a statement of another language stands in it"),
        };
        context.Depth--;
        return piece;
    }

    /// <summary>Several statements, one after the other.</summary>
    public static Piece Compile(IReadOnlyList<Statement> statements, SourceText source, CommandContext context) => statements switch
    {
        [] => Piece.Manual("nothing stands in it"),
        _ => SequenceCompiler.Compile([.. statements.Select((s, i) => new SequencePart(i == 0 ? null : ";", s))], source, context),
    };

    /// <summary>Statements whose doing is not certain: a branch, the body of a loop.</summary>
    public static Piece CompileMaybe(IReadOnlyList<Statement> statements, SourceText source, CommandContext context)
    {
        var piece = Compile(statements, source, context);
        foreach (var name in context.Locals.Names.ToList())
            if (context.Locals.Find(name, out var text) && statements.Any(s => Assigns(s, name))) context.Locals.Assign(name, text, certain: false);
        context.Locals.Forget();
        return piece;
    }

    private static bool Assigns(Statement statement, string name) => statement switch
    {
        Pipeline pipeline => pipeline.Commands.Any(c => c.Assignments.Any(a => a.Name == name) || (c.Words is [{ Constant: "read" }, ..] && c.Words.Any(w => w.Constant == name))),
        Sequence sequence => sequence.Parts.Any(p => Assigns(p.Statement, name)),
        Compound compound => compound.Variable == name || compound.Body.Any(s => Assigns(s, name)),
        _ => false,
    };
}
