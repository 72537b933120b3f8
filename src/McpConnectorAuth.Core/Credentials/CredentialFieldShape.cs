namespace McpConnectorAuth.Core.Credentials;

/// <summary>What a field's value may look like; each shape has one pattern, which the server and the browser both apply.</summary>
public enum CredentialFieldShape
{
    /// <summary>One line without control characters.</summary>
    Line,

    /// <summary>One line that stands in a header as it is: visible ASCII and blanks (RFC 9110 section 5.5).</summary>
    HeaderLine,

    /// <summary>One DNS label that completes a host name (RFC 1123 section 2.1), such as <c>acme</c> in <c>acme.example.com</c>.</summary>
    HostLabel,

    /// <summary>A host name; no scheme, port, path or user-info.</summary>
    HostName,

    /// <summary>Several lines, such as a PEM key or a JSON file.</summary>
    Text,
}
