using System.Buffers;
using System.Security.Cryptography;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>A growing buffer for plaintext that leaves no copy of its content behind: not when it grows, not at its end.</summary>
internal sealed class ZeroedBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = GC.AllocateArray<byte>(4096, pinned: true);
    private int _length;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Overwrites the content.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    private void Reserve(int count)
    {
        if (_bytes.Length - _length >= count) return;
        var larger = GC.AllocateArray<byte>(checked(Math.Max(2 * _bytes.Length, _length + count)), pinned: true);
        Written.CopyTo(larger);
        CryptographicOperations.ZeroMemory(_bytes);
        _bytes = larger;
    }
}
