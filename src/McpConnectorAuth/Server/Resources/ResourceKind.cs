namespace McpConnectorAuth.Server.Resources;

/// <summary>One kind of resource: all whose URIs are <c>{Scheme}{name}{Ending}</c>.</summary>
/// <param name="Scheme">Such as <c>memory://</c>.</param>
/// <param name="Ending">Such as <c>.md</c>.</param>
/// <param name="Variable">What the name is called in the template, such as <c>topic</c>.</param>
/// <param name="Title">Title of the template for people.</param>
/// <param name="Description">What it holds.</param>
/// <param name="MimeType">Media type.</param>
/// <param name="Names">The names that exist now.</param>
/// <param name="ReadAsync">The text of a name.</param>
internal sealed record ResourceKind(
    string Scheme,
    string Ending,
    string Variable,
    string Title,
    string Description,
    string MimeType,
    Func<IEnumerable<string>> Names,
    Func<string, CancellationToken, Task<string>> ReadAsync)
{
    /// <summary>URI template (RFC 6570).</summary>
    public string Template => $"{Scheme}{{{Variable}}}{Ending}";

    /// <summary>The URI of a name.</summary>
    public string UriOf(string name) => $"{Scheme}{name}{Ending}";

    /// <summary>The name in a URI; null where the URI is of another kind.</summary>
    public string? NameIn(string uri) =>
        uri.Length > Scheme.Length + Ending.Length && uri.StartsWith(Scheme, StringComparison.Ordinal) && uri.EndsWith(Ending, StringComparison.Ordinal)
            ? uri[Scheme.Length..^Ending.Length]
            : null;
}
