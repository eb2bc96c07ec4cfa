namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>Pseudo-random numbers of one place and second (SplitMix64): the same seed gives the same numbers, and making one costs nothing.</summary>
internal struct Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, without, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int bound) => (int)(Next() % (ulong)bound);
}
