using System.Text;

namespace McpConnectorAuth.Core.Workspace;

/// <summary>Replaces files so that a reader, or a crash, sees the old content or the new, never half of it.</summary>
public static class AtomicFile
{
    /// <summary>Mode 0644: for files a project shares.</summary>
    public const UnixFileMode Shared =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode 0600: for files that hold credentials, sealed or not.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes text as UTF-8 without a byte order mark; see <see cref="Write(string, ReadOnlySpan{byte}, UnixFileMode)"/>.</summary>
    public static void Write(string path, string text, UnixFileMode mode = Shared) => Write(path, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>
    /// Writes to a new file in the same folder with the given mode from its first byte, flushes it to the disk, renames
    /// it over the target and flushes the folder, so that the new name survives a loss of power. Creates missing folders. The mode has no effect on Windows, where the user profile's ACL protects the file.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>; nothing half-written remains.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode & Private;
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            // The umask may have cut the mode at creation; set it exactly.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, mode);
            File.Move(temporary, path, overwrite: true);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{path} can't be written: {error.Message}",
                "Check that the folder exists and is writable, then call again; nothing was changed.",
                error);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one worth reporting.
        }
    }
}
