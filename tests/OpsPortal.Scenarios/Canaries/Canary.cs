using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Scenarios.Canaries;

/// <summary>A secret that is nowhere else in the world, so that wherever it is found, it leaked.</summary>
/// <param name="Planted">Where it was put.</param>
public sealed record Canary(string Value, string Shape, string Planted);

/// <summary>Makes canaries of all shapes, and remembers them.</summary>
public sealed class Aviary
{
    private static readonly (string Name, Func<string, string> Make)[] Shapes =
    [
        ("letters and digits", r => $"Cnry{r}9x"),
        ("words", r => $"correct-horse-{r}-staple"),
        ("signs of addresses", r => $"p@s%s+w/{r}?x=1&y#z"),
        ("signs of JSON", r => $"q\"{r}\\b\t/c"),
        ("signs of shells", r => $"$(x)'{r}`;|&"),
        ("umlauts", r => $"Schlüß{r}elñ"),
        ("base64", r => Convert.ToBase64String(Encoding.UTF8.GetBytes($"key {r} of base64?>"))),
        ("base 32", r => string.Concat(r.Select(c => (char)('A' + (c % 26)))) + "234567ABCDEFGHIJ"),
        ("hex", r => Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"h{r}"))),
        ("long", r => string.Concat(Enumerable.Range(0, 12).Select(i => $"{r[..6]}{i:X2}-"))),
        ("token", r => $"ghp_{r}{r}{r}"[..40]),
        ("eight characters", r => $"{r[..6]}9$"),
    ];

    private readonly List<Canary> all = [];

    public IReadOnlyList<Canary> All => all;

    /// <param name="fits">Whether the place can hold the value; another shape is taken where not.</param>
    public string Plant(string where, Func<string, bool>? fits = null)
    {
        while (true)
        {
            var (name, make) = Shapes[(all.Count + tries++) % Shapes.Length];
            var value = make(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
            if (fits is not null && !fits(value)) continue;
            all.Add(new(value, name, where));
            return value;
        }
    }

    public IReadOnlyList<string> Plant(string where, int count, Func<string, bool>? fits = null) => [.. Enumerable.Range(0, count).Select(_ => Plant(where, fits))];

    private int tries;

    /// <summary>Fits into an address, a header, a connection string and a line of YAML without quotes.</summary>
    public static bool IsPlain(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public static bool IsAscii(string value) => value.All(c => c is >= ' ' and <= '~');
}
