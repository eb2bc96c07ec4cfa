using System.Buffers.Binary;

namespace OpsPortal.Sandbox.Api.Exec.Spdy;

internal enum SpdyFrameType : ushort { Data = 0, SynStream = 1, SynReply = 2, RstStream = 3, Settings = 4, Ping = 6, GoAway = 7, Headers = 8, WindowUpdate = 9 }

/// <summary>One frame of SPDY/3.1.</summary>
/// <param name="StreamId">Of a data frame; control frames have theirs in the payload.</param>
/// <param name="Final">The sender's side of the stream ends here.</param>
internal sealed record SpdyFrame(SpdyFrameType Type, int StreamId, bool Final, byte[] Payload)
{
    private const ushort ControlVersion3 = 0x8003;
    private const int Largest = 1 << 20;

    /// <summary>Null where the connection has ended.</summary>
    public static async Task<SpdyFrame?> ReadAsync(Stream from, CancellationToken cancellation)
    {
        var header = new byte[8];
        if (await from.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false, cancellation) < 8) return null;
        var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) & 0xFFFFFF);
        if (length > Largest) throw new InvalidDataException($"A SPDY frame of {length} bytes is larger than any that is expected here.");
        var payload = new byte[length];
        await from.ReadExactlyAsync(payload, cancellation);
        var control = (header[0] & 0x80) != 0;
        return new SpdyFrame(control ? (SpdyFrameType)BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) : SpdyFrameType.Data,
            control ? 0 : BinaryPrimitives.ReadInt32BigEndian(header), (header[4] & 1) != 0, payload);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[8 + Payload.Length];
        if (Type == SpdyFrameType.Data) BinaryPrimitives.WriteInt32BigEndian(bytes, StreamId);
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, ControlVersion3);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)Type);
        }
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Payload.Length);
        if (Final) bytes[4] = 1;
        Payload.CopyTo(bytes, 8);
        return bytes;
    }

    /// <summary>The number that a control frame's payload begins with.</summary>
    public int Number => BinaryPrimitives.ReadInt32BigEndian(Payload) & 0x7FFFFFFF;
}
