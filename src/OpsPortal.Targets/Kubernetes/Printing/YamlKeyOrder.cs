using System.Text;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>The order of keys in go-yaml: letters after other signs, runs of digits as numbers.</summary>
internal sealed class YamlKeyOrder : IComparer<string>
{
    public static YamlKeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        Rune[] a = [.. x!.EnumerateRunes()], b = [.. y!.EnumerateRunes()];
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i]) continue;
            var (aLetter, bLetter) = (Rune.IsLetter(a[i]), Rune.IsLetter(b[i]));
            if (aLetter && bLetter) return a[i].CompareTo(b[i]);
            if (aLetter || bLetter) return aLetter ? 1 : -1;
            // A zero within a number that began before it counts.
            var inNumber = (a[i].Value == '0' || b[i].Value == '0') && a[..i].Reverse().TakeWhile(Rune.IsDigit).Any(r => r.Value != '0');
            var (aNumber, aEnd) = Number(a, i, inNumber);
            var (bNumber, bEnd) = Number(b, i, inNumber);
            return aNumber != bNumber ? aNumber.CompareTo(bNumber) : aEnd != bEnd ? aEnd - bEnd : a[i].CompareTo(b[i]);
        }
        return a.Length - b.Length;
    }

    private static (long Number, int End) Number(Rune[] text, int at, bool inNumber)
    {
        var number = inNumber ? 1L : 0L;
        for (; at < text.Length && Rune.IsDigit(text[at]); at++) number = unchecked((number * 10) + text[at].Value - '0');
        return (number, at);
    }
}
