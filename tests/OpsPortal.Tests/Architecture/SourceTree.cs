namespace OpsPortal.Tests.Architecture;

/// <summary>The checkout that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f)) && !Generated(f));

    private static bool Generated(string file) =>
        file.Contains("/obj/") || file.Contains("/bin/") || file.Contains("/Migrations/2") || file.EndsWith("ModelSnapshot.cs", StringComparison.Ordinal);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "OpsPortal.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no OpsPortal.sln above the tests"));
}
