using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>A host of the spec as a form's values make it.</summary>
/// <param name="Pattern">As the spec has it.</param>
/// <param name="Text">The exact host, or the pattern where values are missing or don't fit.</param>
/// <param name="Exact">Whether <paramref name="Text"/> is the exact host.</param>
/// <param name="Used">False where it depends only on optional fields that are empty: nothing will go there, and nobody needs to approve it.</param>
/// <param name="Optional">Whether it is used only when optional fields are filled in.</param>
/// <param name="Class">What kind of address the exact host is.</param>
public sealed record CredentialFormHost(string Pattern, string Text, bool Exact, bool Used, bool Optional, AddressClass Class);
