using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>The person's own folder, outside every project, where connections and the key file live.</summary>
public static class ConnectorAuthHome
{
    /// <summary>Environment variable that names another folder, absolute.</summary>
    public const string Variable = "CONNECTOR_AUTH_HOME";

    /// <summary>
    /// The folder: <see cref="Variable"/> where set, else <c>connector-auth</c> in the user's data folder
    /// (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>; <c>%LOCALAPPDATA%</c>; <c>~/Library/Application Support</c>). It need not exist.
    /// </summary>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <param name="project">The project, which must not hold the folder that the variable names; none where null.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where the variable holds no absolute path, or one inside the project.</exception>
    public static string Locate(Func<string, string?>? environment = null, ProjectWorkspace? project = null)
    {
        var configured = (environment ?? Environment.GetEnvironmentVariable)(Variable);
        if (string.IsNullOrEmpty(configured))
        {
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data, "connector-auth");
        }

        if (!Path.IsPathFullyQualified(configured))
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"{Variable} is \"{configured}\", which is no absolute path.",
                $"Set {Variable} to an absolute path outside the project, or unset it.");
        }

        if (project?.LiesOutside(configured) == false)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"{Variable} is \"{configured}\", which lies inside the project {project.Root}: credentials and their key could be committed or shared with it.",
                $"Set {Variable} to a folder outside the project, or unset it, and move a store that is there already; where the project is not the one you mean, name it in CONNECTOR_AUTH_PROJECT. Nothing was stored.");
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(configured));
    }
}
