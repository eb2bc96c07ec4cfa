using System.Buffers;
using System.Text;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>
/// A document's text as the rest of the compiler may rely on it: lines end in <c>\n</c>, every surrogate has its partner,
/// no control characters, and none of the characters that mark parameters.
/// </summary>
/// <param name="Readable">False where there is nothing to compile; a diagnostic says why.</param>
internal sealed record RunbookText(string Text, bool Readable, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Bytes of UTF-8.</summary>
    public const int Limit = 1024 * 1024;

    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\n' or '\t')),
         .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\uE000', '\uE001', '\uFEFF', Replacement]);

    public static RunbookText From(string raw)
    {
        if (raw.Length > Limit || Encoding.UTF8.GetByteCount(raw) > Limit)
            return Unreadable(DiagnosticCodes.TooLarge,
                "This document is larger than 1 MiB, the most that one runbook may be, so it was not compiled. Split it into several runbooks.");
        if (raw.Contains('\0'))
            return Unreadable(DiagnosticCodes.Binary,
                "This is not a text file (it contains NUL characters), so it was not compiled. Save the runbook as Markdown in UTF-8.");
        return raw.AsSpan().ContainsAny(Suspicious) ? Clean(raw) : new(raw, true, []);
    }

    private static RunbookText Unreadable(string code, string message) => new("", false, [new(DiagnosticSeverity.Error, code, message, 1)]);

    private static RunbookText Clean(string raw)
    {
        var text = new StringBuilder(raw.Length);
        int line = 1, invalid = 0, reserved = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            switch (c)
            {
                case '\r':
                    if (i + 1 < raw.Length && raw[i + 1] == '\n') break;
                    text.Append('\n');
                    line++;
                    break;
                case '\n':
                    text.Append(c);
                    line++;
                    break;
                case '\uFEFF':
                    break;
                case '\uE000' or '\uE001':
                    reserved = reserved == 0 ? line : reserved;
                    break;
                case Replacement:
                    invalid = invalid == 0 ? line : invalid;
                    text.Append(c);
                    break;
                case var high when char.IsHighSurrogate(high) && i + 1 < raw.Length && char.IsLowSurrogate(raw[i + 1]):
                    text.Append(high).Append(raw[++i]);
                    break;
                case var lone when char.IsSurrogate(lone):
                    invalid = invalid == 0 ? line : invalid;
                    text.Append(Replacement);
                    break;
                default:
                    text.Append(char.IsControl(c) && c != '\t' ? ' ' : c);
                    break;
            }
        }
        return new(text.ToString(), true, Notices(invalid, reserved));
    }

    private static List<Diagnostic> Notices(int invalid, int reserved)
    {
        List<Diagnostic> notices = [];
        if (invalid > 0)
            notices.Add(new(DiagnosticSeverity.Warning, DiagnosticCodes.InvalidCharacters,
                "Some characters here are not valid text; the file was probably saved in another encoding. Save it as UTF-8.", invalid));
        if (reserved > 0)
            notices.Add(new(DiagnosticSeverity.Info, DiagnosticCodes.ReservedCharacters,
                "The private-use characters U+E000 and U+E001 have been removed; commands cannot contain them.", reserved));
        return notices;
    }
}
