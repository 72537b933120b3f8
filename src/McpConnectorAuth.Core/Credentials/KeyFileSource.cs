using System.Security.Cryptography;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>The key from a file in the home folder that only its owner may read: 64 hex digits, made on first use.</summary>
public sealed class KeyFileSource : IVaultKeySource
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "vault.key";

    private const int LongestFile = 1024;

    private const UnixFileMode OthersMay =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _path;

    /// <summary>Names the folder that holds the file.</summary>
    public KeyFileSource(string home) => _path = Path.Combine(home, FileName);

    /// <inheritdoc/>
    public string Origin => VaultKeyOrigin.KeyFile;

    /// <inheritdoc/>
    public string Description => $"the key file {_path}, which only you can read";

    /// <inheritdoc/>
    public VaultKey? Load()
    {
        var buffer = new char[2 * VaultKey.Size + 2];
        try
        {
            if (new FileInfo(_path).LinkTarget is not null)
            {
                throw Unusable(
                    "is a symbolic link, so another place decides on the key",
                    $"Move the file it points at to {_path} itself.");
            }

            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & OthersMay) != 0)
            {
                throw Unusable(
                    "is open to other users of this machine, who may have read the key",
                    $"Run `chmod 600 \"{_path}\"` where you trust them; else delete the connections, this file and {VaultKeyRecord.FileName}, "
                    + "and enter new credentials.");
            }

            return stream.Length <= LongestFile && ReadKey(stream, buffer) is { } key
                ? key
                : throw Unusable("does not hold 64 hex digits", "Restore it from a backup; connections sealed with it can't be read without it.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"can't be read: {error.Message}", "Make it readable for you alone (`chmod 600`), then call again.");
        }
        finally
        {
            Array.Clear(buffer);
        }
    }

    /// <inheritdoc/>
    public VaultKey LoadOrCreate()
    {
        if (Load() is { } existing) return existing;
        PrivateFolder.Create(Path.GetDirectoryName(_path)!);
        using var held = FileLock.Acquire(_path + ".lock");
        if (Load() is { } other) return other;

        var key = VaultKey.Generate(Origin);
        var content = new byte[2 * VaultKey.Size + 1];
        try
        {
            Convert.TryToHexStringLower(key.Bytes, content, out _);
            content[^1] = (byte)'\n';
            AtomicFile.Write(_path, content, AtomicFile.Private);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }

        return key;
    }

    private VaultKey? ReadKey(FileStream stream, char[] buffer)
    {
        using var reader = new StreamReader(stream, System.Text.Encoding.ASCII, detectEncodingFromByteOrderMarks: false);
        var text = buffer.AsSpan(0, reader.ReadBlock(buffer));
        return VaultKey.FromHex(text.TrimEnd("\r\n"), Origin);
    }

    private ConnectorAuthException Unusable(string problem, string nextStep) =>
        new(ErrorCodes.VaultKey, $"The key file {_path} {problem}.", nextStep);
}
