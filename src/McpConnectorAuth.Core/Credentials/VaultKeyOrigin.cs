namespace McpConnectorAuth.Core.Credentials;

/// <summary>Where a vault key comes from, as written into entries, and the same in words.</summary>
public static class VaultKeyOrigin
{
    /// <summary>The environment variable <c>CONNECTOR_AUTH_KEY</c>.</summary>
    public const string Environment = "environment";

    /// <summary>The operating system's keychain.</summary>
    public const string Keychain = "keychain";

    /// <summary>The file <c>vault.key</c> in the home folder.</summary>
    public const string KeyFile = "key_file";

    /// <summary>Every origin, in the order in which a new store looks for its key.</summary>
    public static IReadOnlyList<string> All { get; } = [Environment, Keychain, KeyFile];

    /// <summary>The origin in words, for an error or a page. An unknown origin (of a later version, or damaged) is not repeated.</summary>
    public static string InWords(string origin) => origin switch
    {
        Environment => $"the key in {EnvironmentKeySource.Variable}",
        Keychain => "a key in the operating system's keychain",
        KeyFile => $"the key file {KeyFileSource.FileName}",
        _ => "a key of unknown origin",
    };
}
