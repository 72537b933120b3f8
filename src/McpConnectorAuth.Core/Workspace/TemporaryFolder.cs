namespace McpConnectorAuth.Core.Workspace;

/// <summary>Folders for temporary files, readable by their owner only.</summary>
public static class TemporaryFolder
{
    /// <summary>Makes one where the system keeps temporary files. The caller removes it.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>.</exception>
    public static string Create(string prefix)
    {
        try
        {
            return Directory.CreateTempSubdirectory(prefix).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"No temporary folder can be made in {Path.GetTempPath()}: {error.Message}",
                $"Set {variable} to a folder that exists and that you may write to, or unset it, and see that the disk has room.",
                error);
        }
    }
}
