using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>A setting as the document declares it.</summary>
/// <param name="Name">snake_case name.</param>
/// <param name="Required">False where the document calls it optional.</param>
/// <param name="Secret">What the document says of its secrecy, null where it says nothing.</param>
internal sealed record DeclaredParameter(string Name, bool Required, bool? Secret)
{
    /// <summary>Whether its value has to be kept from view: what the document says, else what its name says.</summary>
    public bool IsSecret => Secret ?? CredentialNames.IsSecret(Name);
}
