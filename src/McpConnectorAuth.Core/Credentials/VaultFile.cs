namespace McpConnectorAuth.Core.Credentials;

/// <summary>Reads the vault's files within a size limit.</summary>
internal static class VaultFile
{
    /// <summary>Largest file that is read or written, in bytes.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>The content, cut at one byte over the limit; null where there is no such file.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Min(stream.Length, LargestFile + 1)];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{path} can't be read: {error.Message}",
                "Make it readable for you alone (`chmod 600`), then call again.",
                error);
        }
    }
}
