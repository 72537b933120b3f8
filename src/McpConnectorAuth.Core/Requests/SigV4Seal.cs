using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>AWS Signature Version 4 as a spec asks for it. A placement of <c>{signature}</c> in the query moves it there from the header.</summary>
internal sealed class SigV4Seal(SpecSignature signature, MethodPlan plan, CredentialValues values, TimeProvider clock) : RequestSeal
{
    /// <summary>The name of the algorithm in specs.</summary>
    public const string Algorithm = "aws4-hmac-sha256";

    private const string BodyHashHole = "body_hash";

    /// <summary>What of the description can't be carried out, as a clause; null where nothing is amiss.</summary>
    public static string? Missing(SpecSignature signature, IReadOnlyList<string> parameters)
    {
        if (signature.KeyId is null) return "the identifier of the access key is not named (authentication.methods[].signature.key_id)";
        if (signature.Region is null || signature.Service is null) return "region and service of the signature are not named";
        if (signature.BodyHash is not (null or "sha256" or "unsigned")) return $"the body hash {signature.BodyHash} is not known";
        foreach (var text in new[] { signature.Key, signature.KeyId, signature.Region, signature.Service, signature.SessionToken }.OfType<string>())
        {
            if (!CredentialFormat.TryParse(text, out var format)) return "a format of its signature is broken";
            if (format.ParameterNames.FirstOrDefault(hole => !parameters.Contains(hole, ParameterNameComparer.Instance)) is { } unknown)
                return $"nothing fills {{{unknown}}} in its signature";
        }

        return null;
    }

    /// <summary>Whether a placement is one that the standard itself makes.</summary>
    public static bool Fixes(Placement placement) => placement.In switch
    {
        PlacementLocation.Header => placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            || placement.Name.Equals("X-Amz-Date", StringComparison.OrdinalIgnoreCase) || placement.Name.Equals("X-Amz-Security-Token", StringComparison.OrdinalIgnoreCase),
        PlacementLocation.Query => placement.Name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <inheritdoc/>
    public override void Apply(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var signer = new SigV4Signer(Render(signature.KeyId!), new Secret(Render(signature.Key)), TokenOf(), Render(signature.Region!), Render(signature.Service!))
        {
            RawPath = signature.RawPath,
            UnsignedBody = signature.BodyHash == "unsigned",
        };
        var filled = values.With(new CredentialValues([KeyValuePair.Create(BodyHashHole, new Secret(signer.BodyHash(body.Span)))]));
        foreach (var placed in plan.Sealed[PlacementLocation.Header]) RequestParts.SetHeader(request, placed.Name, placed.Format.Render(filled));
        if (plan.IsSignedInQuery) signer.SignQuery(request, body.Span, clock.GetUtcNow());
        else signer.SignHeader(request, body.Span, clock.GetUtcNow());
    }

    private string Render(string format) => CredentialFormat.Parse(format).Render(values);

    private string? TokenOf()
    {
        if (signature.SessionToken is not { } text) return null;
        var format = CredentialFormat.Parse(text);
        return format.ParameterNames.All(name => ParameterValues.Find(values, name) is not null) ? format.Render(values) : null;
    }
}
