using System.Text.RegularExpressions;
using OpsPortal.Access;

namespace OpsPortal.Scenarios.Access;

/// <summary><c>docs/permissions.md</c>, read: what is there, and who may.</summary>
internal sealed partial class PermissionTable
{
    private readonly Dictionary<string, string> rows = [];

    public IReadOnlyDictionary<string, string> Rows => rows;

    /// <param name="section">Heading of the table.</param>
    public static PermissionTable Read(string section)
    {
        var table = new PermissionTable();
        var inside = false;
        foreach (var line in File.ReadLines(Path.Combine(Root(AppContext.BaseDirectory), "docs/permissions.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) inside = line[3..] == section;
            else if (inside && Row().Match(line) is { Success: true } row) table.rows.Add(row.Groups[1].Value, row.Groups[2].Value);
        }
        Assert.NotEmpty(table.rows);
        return table;
    }

    /// <summary>What is missing in the table, and what is only in the table.</summary>
    public void AssertComplete(IEnumerable<string> real)
    {
        var all = real.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Except(rows.Keys).Any() is false, $"docs/permissions.md does not say who may:\n{string.Join('\n', all.Except(rows.Keys).Select(r => $"| `{r}` | ? |"))}");
        Assert.True(rows.Keys.Except(all).Any() is false, $"docs/permissions.md has what is gone:\n{string.Join('\n', rows.Keys.Except(all))}");
    }

    /// <summary>Whether somebody with this role everywhere may; null is nobody.</summary>
    public static bool May(string who, Role? role) => who switch
    {
        "anybody" => true,
        "signed in" => role is not null,
        "integration key" => false,
        _ => role is { } known && (known.Can() & Enum.Parse<Role>(who, ignoreCase: true).Can()) == Enum.Parse<Role>(who, ignoreCase: true).Can(),
    };

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "OpsPortal.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^\| `([^`]+)` \| ([a-z ]+?) \|")]
    private static partial Regex Row();
}
