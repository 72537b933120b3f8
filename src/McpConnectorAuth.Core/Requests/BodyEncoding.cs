namespace McpConnectorAuth.Core.Requests;

/// <summary>How fields of a request body are written.</summary>
internal enum BodyEncoding
{
    /// <summary>The request has no body.</summary>
    None,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary><c>application/x-www-form-urlencoded</c>.</summary>
    Form,
}
