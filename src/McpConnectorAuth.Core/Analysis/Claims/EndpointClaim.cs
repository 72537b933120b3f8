using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>A URL of an OAuth server with the role that the document gives it.</summary>
internal sealed record EndpointClaim(EndpointRole Role, string Url, double Weight, UnitContext Context, QuoteSpan Quote, AuthKind? Grant)
{
    /// <summary>The one grant that the chapter around it is about.</summary>
    public AuthKind? Chapter { get; init; }
}
