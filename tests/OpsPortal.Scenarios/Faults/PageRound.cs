using OpsPortal.OnCall.Paging.Sending;

namespace OpsPortal.Scenarios.Faults;

/// <summary>What becomes of a worker, or of the database, while a page is on its way.</summary>
internal enum PageFault
{
    /// <summary><c>kill -9</c>.</summary>
    Kill,

    /// <summary>The process stands still for longer than its lease, then goes on.</summary>
    Freeze,

    /// <summary>PostgreSQL stops at once, as in a crash, and starts again.</summary>
    DatabaseRestart,
}

/// <summary>What the receiving side does with a message.</summary>
internal enum SinkFault
{
    Takes,

    /// <summary>The connection ends while the message comes; it is not taken.</summary>
    CutBefore,

    /// <summary>It takes the message; its answer is lost.</summary>
    CutAfter,

    /// <summary>It refuses for now.</summary>
    Busy,
}

/// <summary>What happens in a round: drawn from the seed and the round's number alone, so that a seed repeats it.</summary>
/// <param name="Fault">Null where only receivers fail.</param>
/// <param name="Nth">How often the incident passes the point before it strikes: an incident has four sendings.</param>
/// <param name="Incidents">How many are declared at once; their pages go out together.</param>
/// <param name="Hook">What the webhook does with the first messages; it takes all others.</param>
internal sealed record PageRound(int Number, PageFault? Fault, PagePoint Point, int Nth, int Incidents, IReadOnlyList<SinkFault> Hook, IReadOnlyList<SinkFault> Mail)
{
    public static PageRound Of(int seed, int number)
    {
        var chance = new Random(unchecked((seed * 397) ^ (number * 7919)));
        // Half of the rounds kill, at each point as often as at any other.
        PageFault? fault = (number % 8) switch { < 4 => PageFault.Kill, 4 => PageFault.Freeze, 5 => PageFault.DatabaseRestart, _ => null };
        var point = (PagePoint)((number + (number / 8)) % Enum.GetValues<PagePoint>().Length);
        var nth = point is PagePoint.Deciding or PagePoint.BeforeClaim ? 1 : chance.Next(1, 5);
        return new(number, fault, point, nth, chance.Next(4) == 0 ? 2 : 1, Script(), Script());

        List<SinkFault> Script() => fault is null || chance.Next(3) == 0 ? [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => (SinkFault)chance.Next(4))] : [];
    }
}
