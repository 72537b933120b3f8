using System.Security.Cryptography;
using System.Text;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>Keys as a key file and a keychain item hold them: 64 hex digits and a line feed each, the oldest first.</summary>
internal static class VaultKeyList
{
    /// <summary>Largest list that is read, in bytes.</summary>
    public const int LongestList = 16 * 1024;

    private const int LineLength = (2 * VaultKey.Size) + 1;

    /// <summary>Reads a list; null where it is none. Its last line need not end.</summary>
    public static IReadOnlyList<VaultKey>? Parse(ReadOnlySpan<byte> bytes, string origin)
    {
        if (bytes.Length is 0 or > LongestList) return null;
        var text = GC.AllocateArray<char>(bytes.Length, pinned: true);
        try
        {
            Encoding.ASCII.GetChars(bytes, text);
            var keys = new List<VaultKey>();
            foreach (var range in text.AsSpan().TrimEnd("\r\n").Split('\n'))
            {
                if (VaultKey.FromHex(text.AsSpan(range).TrimEnd('\r'), origin) is not { } key) return null;
                keys.Add(key);
            }

            return keys;
        }
        finally
        {
            Array.Clear(text);
        }
    }

    /// <summary>Writes a list and hands it to <paramref name="use"/>; it is overwritten afterwards.</summary>
    public static void Format(IReadOnlyList<VaultKey> keys, Action<byte[]> use)
    {
        var bytes = GC.AllocateArray<byte>(keys.Count * LineLength, pinned: true);
        try
        {
            for (var index = 0; index < keys.Count; index++)
            {
                Convert.TryToHexStringLower(keys[index].Bytes, bytes.AsSpan(index * LineLength), out var written);
                bytes[(index * LineLength) + written] = (byte)'\n';
            }

            use(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
