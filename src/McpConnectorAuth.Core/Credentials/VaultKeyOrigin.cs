namespace McpConnectorAuth.Core.Credentials;

/// <summary>Where a vault key comes from, as written into entries, and the same in words.</summary>
public static class VaultKeyOrigin
{
    /// <summary>The environment variable <see cref="EnvironmentKeySource.Variable"/>.</summary>
    public const string Environment = "environment";

    /// <summary>The file <see cref="KeyFileSource.FileName"/> in the home folder.</summary>
    public const string KeyFile = "key_file";

    /// <summary>The origin in words, for an error or a page. An unknown origin (of a later version, or damaged) is not repeated.</summary>
    public static string InWords(string origin) => origin switch
    {
        Environment => $"the key in {EnvironmentKeySource.Variable}",
        KeyFile => $"the key file {KeyFileSource.FileName}",
        _ => "a key of unknown origin",
    };
}
