using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>An OAuth 1.0 signature (RFC 5849): in the header, or where the spec's placement puts <c>oauth_signature</c>: in the query or in a form body.</summary>
internal sealed class OAuth1Seal(SpecMethod method, MethodPlan plan, CredentialValues values, TimeProvider clock) : RequestSeal
{
    private const string SignatureField = "oauth_signature";

    /// <summary>What can't be carried out, as a clause; null where nothing is amiss.</summary>
    public static string? Missing(SpecMethod method)
    {
        var names = OAuth1Names.Of(method);
        if (method.Signature is { } signature && !OAuth1Signer.Knows(signature.Algorithm)) return $"the signature method {signature.Algorithm} is not known";
        if (names.ConsumerKey is null) return "no parameter is recognised as the consumer key";
        if (names.ConsumerSecret is null) return "no parameter is recognised as the consumer secret";
        return new[] { names.ConsumerKey, names.ConsumerSecret }.FirstOrDefault(name => !method.Parameters.Contains(name, ParameterNameComparer.Instance)) is { } unknown
            ? $"nothing fills {{{unknown}}} in its signature"
            : null;
    }

    /// <summary>Whether a placement is one that the standard itself makes.</summary>
    public static bool Fixes(Placement placement) =>
        (placement.In == PlacementLocation.Header && placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        || placement.Name.StartsWith("oauth_", StringComparison.Ordinal);

    /// <summary>Where the protocol parameters go (RFC 5849 section 3.5).</summary>
    public static PlacementLocation PlaceOf(SpecMethod method) =>
        method.Placements.FirstOrDefault(placement => placement.Name == SignatureField)?.In ?? PlacementLocation.Header;

    /// <inheritdoc/>
    public override void Apply(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var names = OAuth1Names.Of(method);
        var signer = new OAuth1Signer(names.CredentialsOf(values), method.Signature?.Algorithm ?? OAuth1Signer.DefaultAlgorithm, names.RealmOf(values), clock);
        var place = PlaceOf(method);

        // Only a form takes part in the signature (section 3.4.1.3.1).
        var isForm = FormFields.IsForm(request.Content?.Headers.ContentType?.MediaType);
        var fields = isForm ? FormFields.OfBody(body.Span) : [];
        switch (place)
        {
            case PlacementLocation.Query:
                RequestParts.SetQuery(request, signer.Sign(request.Method, request.RequestUri!, fields));
                break;
            case PlacementLocation.Body:
                RequestParts.SetBody(request, body, signer.Sign(request.Method, request.RequestUri!, fields), plan.BodyEncoding);
                break;
            default:
                RequestParts.SetHeader(request, "Authorization", signer.Authorization(request.Method, request.RequestUri!, fields));
                break;
        }
    }
}
