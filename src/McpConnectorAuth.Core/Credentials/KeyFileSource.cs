using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>Keys in a file of the home folder that only its owner may read, in the form of <see cref="VaultKeyList"/>.</summary>
internal sealed class KeyFileSource(string home) : IVaultKeySource
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "vault.key";

    private const UnixFileMode OthersMay =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _path = Path.Combine(home, FileName);

    /// <inheritdoc/>
    public string Origin => VaultKeyOrigin.KeyFile;

    /// <inheritdoc/>
    public string Description => $"the key file {_path}, which only you can read";

    /// <inheritdoc/>
    public IReadOnlyList<VaultKey> Read()
    {
        // One byte more than the longest list, so that a longer file is noticed.
        var buffer = GC.AllocateArray<byte>(VaultKeyList.LongestList + 1, pinned: true);
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

            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return VaultKeyList.Parse(buffer.AsSpan(0, length), Origin)
                ?? throw Unusable("does not hold 64 hex digits", "Restore it from a backup; connections sealed with it can't be read without it.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
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
    public VaultKey Add()
    {
        var key = VaultKey.Generate(Origin);
        Write([.. Read(), key]);
        return key;
    }

    /// <inheritdoc/>
    public void Retain(IReadOnlySet<string> keyIds)
    {
        var keys = Read();
        var kept = keys.Where(key => keyIds.Contains(key.Id)).ToList();
        if (kept.Count == keys.Count) return;
        if (kept.Count > 0)
        {
            Write(kept);
            return;
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"is no longer used and can't be removed: {error.Message}", "Make the folder writable for you, then call again.");
        }
    }

    private void Write(IReadOnlyList<VaultKey> keys) => VaultKeyList.Format(keys, bytes => AtomicFile.Write(_path, bytes, AtomicFile.Private));

    private ConnectorAuthException Unusable(string problem, string nextStep) =>
        new(ErrorCodes.VaultKey, $"The key file {_path} {problem}.", nextStep);
}
