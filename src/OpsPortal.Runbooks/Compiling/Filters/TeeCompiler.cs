using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class TeeCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("append", 'a'), Flag.Switch("ignore-interrupts", 'i'), Flag.Switch("p"));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("tee", words, Flags, int.MaxValue, out reason) is not { } list) return null;
        return new Tee(source) { Names = [.. list.Operands.Where(o => !o.StartsWith("/dev/", StringComparison.Ordinal))], Append = list.Switch("append") };
    }
}
