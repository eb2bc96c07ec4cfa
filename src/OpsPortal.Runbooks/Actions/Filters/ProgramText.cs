using System.Text;

namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary>
/// The program of awk, jq or sed. Its parameters are kept out of the code, so that a value can never become code:
/// each stands as a <see cref="Mark"/> there, and the values follow in order.
/// </summary>
/// <param name="Values">A place each; after binding the value.</param>
public sealed record ProgramText(string Code, IReadOnlyList<string> Values)
{
    /// <summary>Stands for the next value. No runbook can contain it.</summary>
    public const char Mark = ParameterText.Close;

    /// <summary>Characters; nobody writes a longer one by hand.</summary>
    public const int Longest = 100_000;

    /// <param name="text">With places.</param>
    public static ProgramText Of(string text)
    {
        var code = new StringBuilder(text.Length);
        List<string> values = [];
        for (var at = 0; at < text.Length;)
        {
            var close = text[at] == ParameterText.Open ? text.IndexOf(ParameterText.Close, at) : -1;
            if (close < 0)
            {
                code.Append(text[at++]);
                continue;
            }
            code.Append(Mark);
            values.Add(text[at..(close + 1)]);
            at = close + 1;
        }
        return new(code.ToString(), values);
    }
}
