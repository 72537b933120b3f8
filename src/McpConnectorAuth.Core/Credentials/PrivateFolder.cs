namespace McpConnectorAuth.Core.Credentials;

/// <summary>Folders that only their owner may enter.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a folder and its missing parents with mode 0700. An existing one keeps its mode: a person may have chosen it.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            // The mode counts for the last folder only; missing parents would get the umask's.
            if (Directory.Exists(path)) return;
            if (Path.GetDirectoryName(path) is { } parent) Create(parent);
            Directory.CreateDirectory(path, Mode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"The folder {path} can't be created: {error.Message}",
                $"Make its parent writable, or set {ConnectorAuthHome.Variable} to a folder that is; nothing was changed.",
                error);
        }
    }

    /// <summary>Creates a folder of our own, or takes away what others may do in it.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>.</exception>
    public static void CreateClosed(string path)
    {
        Create(path);
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == Mode) return;
        try
        {
            File.SetUnixFileMode(path, Mode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"The folder {path} can't be closed to other users: {error.Message}",
                "Make it yours (`chown`), then call again; nothing was changed.",
                error);
        }
    }
}
