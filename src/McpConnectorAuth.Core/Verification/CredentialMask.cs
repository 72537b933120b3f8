using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Makes the redactor of a check: it knows the secrets and also their changed forms, which give all but one character away.</summary>
internal static class CredentialMask
{
    /// <summary>A redactor of what is or was secret; of all values where nothing is.</summary>
    public static Redactor Of(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        var secrets = CredentialSecrecy.Of(spec, method, values);
        var redactor = new Redactor();
        foreach (var (name, value) in values.All)
        {
            if (value.Length == 0 || !secrets.Contains(name)) continue;
            redactor.Add(name, value);
            redactor.Add(name, new Secret(ChangedSecret.Of(value.Reveal())));
        }

        return redactor;
    }
}
