namespace McpConnectorAuth.Core.Verification;

/// <summary>A named request of a file; texts may hold <c>{{variable}}</c> holes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Absolute URL.</param>
/// <param name="Headers">Headers in their order.</param>
/// <param name="Body">Body, empty for none.</param>
internal sealed record HttpFileRequest(string Name, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
