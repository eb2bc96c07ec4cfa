using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.StatusPage.Pages;

/// <summary>Whether a colour can be read on the page's own background (WCAG 2.2, 1.4.3). Pure.</summary>
public static partial class Contrast
{
    public const string DefaultAccent = "#4338ca";

    /// <summary>Of normal text.</summary>
    public const double Least = 4.5;
    private const string White = "#ffffff", Night = "#131317";

    /// <summary>A colour as it is stored, or what is wrong with it.</summary>
    public static Result<string> Read(string text)
    {
        var colour = text.Trim().ToLowerInvariant();
        if (!Hex().IsMatch(colour)) return Problem.Invalid($"\"{text}\" is no colour; write six digits such as {DefaultAccent}.", "accent");
        var ratio = Ratio(colour, White);
        return ratio >= Least ? colour : Problem.Invalid(string.Create(CultureInfo.InvariantCulture,
            $"{colour} on white has a contrast of {ratio:0.0}; people need {Least:0.0} to read it. Take a darker one."), "accent");
    }

    /// <summary>From 1 (the same) to 21 (black on white).</summary>
    public static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The same hue, as light as it takes to be read in the dark.</summary>
    public static string InTheDark(string colour)
    {
        for (var white = 0.0; white < 1; white += 0.05)
            if (Mixed(colour, white) is var lighter && Ratio(lighter, Night) >= 7) return lighter;
        return White;
    }

    private static string Mixed(string colour, double white) =>
        string.Concat(Channels(colour).Select(c => ((int)Math.Round(c + (255 - c) * white)).ToString("x2", CultureInfo.InvariantCulture)).Prepend("#"));

    private static double Luminance(string colour) => Channels(colour).Select(c => c / 255.0)
        .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).Zip([0.2126, 0.7152, 0.0722], (c, weight) => c * weight).Sum();

    private static IEnumerable<int> Channels(string colour) => new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hex();
}
