using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary><c>date</c> where it tells a time; setting the clock is for a host.</summary>
internal static class DateBuiltin
{
    public static Piece? Compile(Builtin builtin)
    {
        var date = new ValueDate();
        var words = builtin.Arguments;
        for (var i = 0; i < words.Count; i++)
            switch (words[i])
            {
                case ['+', .. var format]: date = date with { Format = format }; break;
                case "-u" or "--utc" or "--universal": date = date with { Utc = true }; break;
                case "-d" or "--date" when i + 1 < words.Count: date = date with { When = words[++i] }; break;
                case "-I" or "--iso-8601" or "-Idate": date = date with { Format = "%F" }; break;
                case "-Iseconds" or "--iso-8601=seconds" or "-Is": date = date with { Format = "%FT%T%:z" }; break;
                case "-Iminutes" or "--iso-8601=minutes": date = date with { Format = "%FT%R%:z" }; break;
                case "-R" or "--rfc-email": date = date with { Format = "%a, %d %b %Y %T %z" }; break;
                case ['-', '-', 'd', 'a', 't', 'e', '=', .. var when]: date = date with { When = when }; break;
                case ['-', 'd', _, ..] joined: date = date with { When = joined[2..] }; break;
                case ['-', 'u', 'd'] when i + 1 < words.Count: date = date with { Utc = true, When = words[++i] }; break;
                case ['-', 'v', ..]: return Piece.Manual("date -v is understood by the date of BSD and macOS only; write -d \"1 day ago\"");
                case ['-', ..]: return Piece.Manual($"{words[i]} of date is not understood");
                default: return null;
            }
        return new(date, null);
    }
}
