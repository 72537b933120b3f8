using System.Runtime.Versioning;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>A test against a real Secret Service; skipped, with the reason, where one can't be started.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class KeychainFactAttribute : FactAttribute
{
    public KeychainFactAttribute()
    {
        if (KeychainSession.Missing is { } missing) Skip = $"{missing} is missing (Debian: dbus, gnome-keyring, libsecret-1-0)";
    }
}
