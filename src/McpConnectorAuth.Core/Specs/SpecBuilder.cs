using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Makes a spec from what a document states and what the caller adds to it.</summary>
public static class SpecBuilder
{
    /// <summary>Makes the spec.</summary>
    /// <param name="analysis">What the document states.</param>
    /// <param name="document">The document, in which the quotes of overrides are looked up.</param>
    /// <param name="overrides">What the caller adds, in order.</param>
    /// <param name="displayName">The API's name for people; null for one made from the source's name.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.NoMethod"/> where neither names a usable method; <see cref="ErrorCodes.InvalidArgument"/> where an override
    /// does not follow the grammar of <see cref="SpecOverride"/>, or names a URL that no credential may be sent to.
    /// </exception>
    public static SpecBuildResult Build(AuthAnalysis analysis, AuthDocument document, IReadOnlyList<SpecOverride> overrides, string? displayName) =>
        Build(analysis, [document], overrides, displayName);

    /// <summary>Makes the spec of an API that several documents describe.</summary>
    /// <param name="analysis">What the documents state together.</param>
    /// <param name="documents">The documents, at least one; the quotes of overrides are looked up in each, first in the one that leads the analysis.</param>
    /// <param name="overrides">What the caller adds, in order.</param>
    /// <param name="displayName">The API's name for people; null for one made from the source's name.</param>
    /// <exception cref="ConnectorAuthException">As the other overload.</exception>
    public static SpecBuildResult Build(AuthAnalysis analysis, IReadOnlyList<AuthDocument> documents, IReadOnlyList<SpecOverride> overrides, string? displayName) =>
        Build(analysis, documents, overrides, displayName, existing: null);

    /// <summary>Makes the spec of an API that has one: what an earlier override or a person settled in it stays until it is overridden anew.</summary>
    /// <param name="analysis">What the documents state together.</param>
    /// <param name="documents">The documents, at least one; the quotes of overrides are looked up in each, first in the one that leads the analysis.</param>
    /// <param name="overrides">What the caller adds, in order; the value <c>as documented</c> takes a settled fact back.</param>
    /// <param name="displayName">The API's name for people; null for that of the existing spec, or one made from the source's name.</param>
    /// <param name="existing">The spec as it stands, or null.</param>
    /// <exception cref="ConnectorAuthException">As the other overloads.</exception>
    public static SpecBuildResult Build(
        AuthAnalysis analysis, IReadOnlyList<AuthDocument> documents, IReadOnlyList<SpecOverride> overrides, string? displayName, ConnectorSpec? existing)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfZero(documents.Count);
        ArgumentNullException.ThrowIfNull(overrides);
        var draft = SettledFacts.Begin(() => new SpecDraft(analysis, documents), existing, overrides);
        draft.DisplayName = string.IsNullOrWhiteSpace(displayName) ? existing?.DisplayName : displayName.Trim();
        SpecOverrides.Apply(draft, overrides);
        return draft.Finish();
    }
}
