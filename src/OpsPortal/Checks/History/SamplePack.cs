using System.Buffers.Binary;

namespace OpsPortal.Checks.History;

/// <summary>A run as history has it.</summary>
/// <param name="Outcome">A <see cref="Judging.CheckOutcome"/>.</param>
public readonly record struct Sample(DateTimeOffset At, short Outcome, float? Value);

/// <summary>
/// Runs of one hour in a few bytes each: a byte with outcome and what follows, milliseconds since the run before as a varint, and the value
/// as four bytes where it is another one than before. Times are kept to the millisecond.
/// </summary>
internal static class SamplePack
{
    private const byte NoValue = 0, SameValue = 1 << 2, NewValue = 2 << 2;

    /// <param name="samples">By time, none before <paramref name="hour"/>.</param>
    public static byte[] Pack(DateTimeOffset hour, IReadOnlyList<Sample> samples)
    {
        using var packed = new MemoryStream(samples.Count * 9);
        Span<byte> four = stackalloc byte[4];
        var (before, value) = (0L, float.NaN);
        foreach (var sample in samples)
        {
            var kind = sample.Value is not { } now ? NoValue : now == value ? SameValue : NewValue;
            packed.WriteByte((byte)((byte)sample.Outcome | kind));
            var at = (sample.At - hour).Ticks / TimeSpan.TicksPerMillisecond;
            Varint(packed, (ulong)Math.Max(0, at - before));
            before = at;
            if (kind != NewValue) continue;
            value = sample.Value!.Value;
            BinaryPrimitives.WriteSingleLittleEndian(four, value);
            packed.Write(four);
        }
        return packed.ToArray();
    }

    public static List<Sample> Unpack(DateTimeOffset hour, ReadOnlySpan<byte> packed)
    {
        List<Sample> samples = [];
        var (at, value, place) = (0L, 0f, 0);
        while (place < packed.Length)
        {
            var head = packed[place++];
            for (var shift = 0; ; shift += 7)
            {
                var part = packed[place++];
                at += (long)(part & 0x7F) << shift;
                if (part < 0x80) break;
            }
            if ((head & 0x0C) == NewValue)
            {
                value = BinaryPrimitives.ReadSingleLittleEndian(packed[place..]);
                place += 4;
            }
            samples.Add(new(hour.AddMilliseconds(at), (short)(head & 3), (head & 0x0C) == NoValue ? null : value));
        }
        return samples;
    }

    private static void Varint(MemoryStream to, ulong number)
    {
        for (; number >= 0x80; number >>= 7) to.WriteByte((byte)(number | 0x80));
        to.WriteByte((byte)number);
    }
}
