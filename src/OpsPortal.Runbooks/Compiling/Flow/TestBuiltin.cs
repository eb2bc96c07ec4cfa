using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary><c>test</c>, <c>[ … ]</c> and <c>[[ … ]]</c>.</summary>
internal static class TestBuiltin
{
    private static readonly HashSet<string> OfMachine = ["-x", "-w", "-L", "-h", "-S", "-p", "-b", "-c", "-t", "-u", "-g", "-k", "-O", "-G", "-N", "-nt", "-ot", "-ef", "-v"];

    public static Piece? Compile(Builtin builtin)
    {
        var words = builtin.Arguments.ToList();
        var closer = builtin.Words[0] switch { "[" => "]", "[[" => "]]", _ => null };
        if (closer is not null)
        {
            if (words.LastOrDefault() != closer) return Piece.Manual($"\"{closer}\" is missing at its end");
            words.RemoveAt(words.Count - 1);
        }
        for (var i = 0; i + 1 < words.Count; i++)
            if (OfMachine.Contains(words[i])) return Piece.Manual($"{words[i]} asks for something that only your own machine knows");
        return new(new ValueTest(words, closer == "]]"), null);
    }
}
