namespace McpConnectorAuth.Server;

/// <summary>
/// Standard input that tells when it ends. The SDK keeps a server alive while a call waits; the protocol asks a stdio
/// server to exit when its input closes, so the host has to learn of it.
/// </summary>
internal sealed class EndOfInputStream(Stream inner, Action onEnd) : Stream
{
    private int _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Seen(inner.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Seen(inner.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Seen(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Seen(int read, int wanted)
    {
        if (read == 0 && wanted > 0 && Interlocked.Exchange(ref _ended, 1) == 0) onEnd();
        return read;
    }
}
