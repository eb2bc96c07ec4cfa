using OpsPortal.Executions.Running;

namespace OpsPortal.Scenarios.Faults;

/// <summary>One execution of a round.</summary>
/// <param name="Step">Which command of the runbook.</param>
/// <param name="Item">The object that it alone is about.</param>
internal sealed record Try(int Step, string Item)
{
    public const int Label = 0;
    public const int Create = 1;
    public const int Delete = 2;

    public static readonly string[] Commands =
    [
        "kubectl label configmap <item> -n platform round=done",
        "kubectl create configmap <item> -n platform --from-literal=round=done",
        "kubectl delete configmap <item> -n platform",
        "kubectl get configmap <item> -n platform -o yaml",
    ];

    private static readonly string[] Prefixes = ["label", "create", "delete", "read"];

    public bool Changes => Step <= Delete;

    /// <summary>Its object has to be there before.</summary>
    public bool NeedsObject => Step != Create;

    public static Try Of(int step, string rest) => new(step, $"{Prefixes[step]}-{rest}");
}

/// <summary>What happens in a round: drawn from the seed and the round's number alone, so that a seed repeats it.</summary>
internal sealed record Round(int Number, FaultKind Kind, CommitPoint Point, IReadOnlyList<Try> Tries)
{
    /// <summary>The one that the fault strikes.</summary>
    public Try Victim => Tries[0];

    public static Round Of(int seed, int number)
    {
        var chance = new Random(HashCode(seed, number));
        // each kind as often as any other, and each at every point
        var kinds = Enum.GetValues<FaultKind>();
        var kind = kinds[number % kinds.Length];
        var point = (CommitPoint)((number + (2 * (number / kinds.Length))) % 5);
        return new(number, kind, point, [.. Enumerable.Range(0, chance.Next(3, 6)).Select(i =>
            Try.Of(i == 0 && chance.Next(5) > 0 ? chance.Next(3) : chance.Next(4), $"{number}-{i}"))]);
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 7919));
}
