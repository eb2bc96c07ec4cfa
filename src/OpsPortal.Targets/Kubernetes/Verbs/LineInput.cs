using System.Text;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Piped lines as the bytes that a program reads, each with its line end. Lines are taken only as the reader wants them.</summary>
internal sealed class LineInput(IAsyncEnumerable<string> lines) : Stream
{
    private IAsyncEnumerator<string>? reading;
    private ReadOnlyMemory<byte> left;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        reading ??= lines.GetAsyncEnumerator(cancellationToken);
        if (left.Length == 0)
        {
            if (!await reading.MoveNextAsync()) return 0;
            left = Encoding.UTF8.GetBytes(reading.Current + "\n");
        }
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        left = left[taken..];
        return taken;
    }

    public override async ValueTask DisposeAsync()
    {
        if (reading is not null) await reading.DisposeAsync();
        await base.DisposeAsync();
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("lines come one after another: read them asynchronously");
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
