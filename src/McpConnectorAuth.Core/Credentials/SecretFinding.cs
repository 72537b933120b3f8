using System.ComponentModel;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>A place in a text that looks like a secret. The value itself is not kept.</summary>
/// <param name="Kind">What it looks like, in words, such as <c>private key</c>.</param>
/// <param name="Line">Line, from 1.</param>
public sealed record SecretFinding(
    [property: Description("what it looks like")] string Kind,
    [property: Description("line, from 1")] int Line);
