using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>Where a key of <c>sort</c> begins and ends in a line. Without a separator a field is its leading blanks and what follows.</summary>
internal readonly ref struct FieldPlace(string line, char? separator)
{
    public int Start(SortKey key, bool skipBlanks)
    {
        var at = 0;
        for (var fields = key.StartField - 1; at < line.Length && fields > 0; fields--)
        {
            at = FieldEnd(at);
            if (separator is not null && at < line.Length) at++;
        }
        if (skipBlanks) at = SkipBlanks(line, at);
        return Math.Min(line.Length, at + Math.Max(0, key.StartCharacter - 1));
    }

    public int End(SortKey key, bool skipBlanks)
    {
        if (key.EndField is not { } last) return line.Length;
        var wholeField = key.EndCharacter == 0;
        var at = 0;
        for (var fields = wholeField ? last : last - 1; at < line.Length && fields > 0; fields--)
        {
            at = FieldEnd(at);
            if (separator is not null && at < line.Length && (fields > 1 || !wholeField)) at++;
        }
        if (wholeField) return at;
        if (skipBlanks) at = SkipBlanks(line, at);
        return Math.Min(line.Length, at + key.EndCharacter);
    }

    public static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && (line[at] is ' ' or '\t')) at++;
        return at;
    }

    private int FieldEnd(int at)
    {
        if (separator is { } mark)
        {
            var next = line.IndexOf(mark, at);
            return next < 0 ? line.Length : next;
        }
        at = SkipBlanks(line, at);
        while (at < line.Length && line[at] is not (' ' or '\t')) at++;
        return at;
    }
}
