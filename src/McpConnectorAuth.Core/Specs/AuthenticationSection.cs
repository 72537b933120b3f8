namespace McpConnectorAuth.Core.Specs;

/// <summary>The section <c>authentication</c>.</summary>
/// <param name="Document">Path of the document, relative to the project.</param>
/// <param name="DocumentSha256">SHA-256 of the document when the spec was made, hex.</param>
/// <param name="Methods">The methods with their placements, the recommended one first.</param>
/// <param name="BaseUrls">Base URLs, the one in use first.</param>
/// <param name="Hosts">Hosts a credential may go to (<c>host</c> or <c>host:port</c>, lower case, with <c>{parameter}</c> holes); the person approves them.</param>
/// <param name="Verification">Verification calls, best first.</param>
/// <param name="Unverified">Facts that no quote of the document supports, such as <c>base_url</c>.</param>
/// <param name="LockoutWarning">The document's warning that failed attempts lock an account, or null; no negative controls are sent then.</param>
/// <param name="MoreDocuments">Paths of further documents that facts come from, relative to the project; null where there is one document.</param>
public sealed record AuthenticationSection(
    string? Document,
    string? DocumentSha256,
    IReadOnlyList<SpecMethod> Methods,
    IReadOnlyList<SpecBaseUrl> BaseUrls,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<SpecVerification> Verification,
    IReadOnlyList<string> Unverified,
    string? LockoutWarning,
    IReadOnlyList<string>? MoreDocuments = null)
{
    /// <summary>Facts that an override or an edit of the file has settled: they stay when the spec is made again.</summary>
    public IReadOnlyList<string> Settled { get; init; } = [];

    /// <summary>SHA-256 of what <c>generate_spec</c> wrote, by which it knows that nobody edited the facts since; null in a file that a person wrote.</summary>
    public string? WrittenSha256 { get; init; }
}
