using System.Buffers.Binary;

namespace OpsPortal.Sandbox.Docker;

/// <summary>A stream that writes what it is given as frames of one of the two output streams (Engine API, "Stream format").</summary>
/// <param name="number">1 for the output, 2 for errors; 0 writes no frames, as with a terminal.</param>
internal sealed class FrameStream(Stream to, byte number, SemaphoreSlim turn) : Stream
{
    private const int Header = 8;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0) return;
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (number > 0)
            {
                var header = new byte[Header];
                header[0] = number;
                BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)buffer.Length);
                await to.WriteAsync(header, cancellationToken);
            }
            await to.WriteAsync(buffer, cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
