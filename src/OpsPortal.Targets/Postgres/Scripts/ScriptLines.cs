using System.Runtime.CompilerServices;
using System.Text;

namespace OpsPortal.Targets.Postgres.Scripts;

/// <summary>The lines of a file, one after the other.</summary>
internal static class ScriptLines
{
    public static async IAsyncEnumerable<string> OfAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation) is { } line) yield return line;
    }
}
