using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>A signature that the spec describes: what is signed, with which key and algorithm, and where the result goes.</summary>
internal sealed class SignatureSeal(SpecSignature signature, MethodPlan plan, CredentialValues values, TimeProvider clock) : RequestSeal
{
    private const string SignatureHole = "signature";
    private const string BodyHashHole = "body_hash";

    /// <summary>How times are written, by their names in specs.</summary>
    private static readonly Dictionary<string, Func<DateTimeOffset, string>> Timestamps = new(StringComparer.Ordinal)
    {
        ["unix_seconds"] = static time => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ["unix_milliseconds"] = static time => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        ["iso8601"] = static time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["http_date"] = static time => time.UtcDateTime.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>How results are written, by their names in specs.</summary>
    private static readonly Dictionary<string, Func<byte[], string>> Encodings = new(StringComparer.Ordinal)
    {
        ["hex"] = Convert.ToHexStringLower,
        ["hex_upper"] = static bytes => Convert.ToHexString(bytes),
        ["base64"] = Convert.ToBase64String,
        ["base64url"] = static bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes),
    };

    /// <summary>What of the description can't be carried out, as a clause; null where nothing is amiss.</summary>
    public static string? Missing(SpecSignature signature, IReadOnlyList<Placement> placements, IReadOnlyList<string> parameters)
    {
        if (!IsAlgorithm(signature.Algorithm)) return $"the algorithm {signature.Algorithm} is not known";
        if (!Encodings.ContainsKey(signature.Encoding)) return $"the encoding {signature.Encoding} is not known";
        if (!Timestamps.ContainsKey(signature.Timestamp)) return $"the timestamp {signature.Timestamp} is not known";
        if (signature.KeyEncoding is not ("text" or "base64" or "hex")) return $"the key encoding {signature.KeyEncoding} is not known";
        if (!Digests.Knows(signature.BodyHash ?? "sha256")) return $"the body hash {signature.BodyHash} is not known";
        if (signature.Message is null) return "what is signed is not described (authentication.methods[].signature.message)";
        if (!CredentialFormat.TryParse(signature.Key, out var key)) return "the format of the signature's key is broken";
        CredentialFormat message;
        try
        {
            message = CredentialFormat.ParseMessage(signature.Message);
        }
        catch (ConnectorAuthException)
        {
            return "the format of what is signed is broken";
        }

        var unknown = key.ParameterNames.Concat(message.ParameterNames.Where(hole => !SignatureMessage.Computes(hole)))
            .FirstOrDefault(hole => !parameters.Contains(hole, ParameterNameComparer.Instance));
        if (unknown is not null) return $"nothing fills {{{unknown}}} in its signature";
        var places = placements.Where(placement => Holes(placement).Contains(SignatureHole)).ToList();
        if (places.Count == 0) return "no placement says where the signature goes";

        // A body can't hold a hash or a signature of itself.
        var dependsOnBody = message.ParameterNames.Contains("body") || message.ParameterNames.Contains(BodyHashHole);
        return placements.Any(placement => placement.In == PlacementLocation.Path && Holes(placement).Any(hole => hole is SignatureHole or BodyHashHole or "timestamp" or "nonce"))
            || placements.Any(placement => placement.In == PlacementLocation.Body && (Holes(placement).Contains(BodyHashHole) || (dependsOnBody && Holes(placement).Contains(SignatureHole))))
            ? "its signature goes where it can't"
            : null;
    }

    /// <inheritdoc/>
    public override void Apply(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var computed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["timestamp"] = Timestamps[signature.Timestamp](clock.GetUtcNow()),
            ["nonce"] = RequestNonce.Create(),
        };
        body = Place(request, body, computed, holes => !holes.Contains(SignatureHole) && !holes.Contains(BodyHashHole));
        computed[BodyHashHole] = Encodings[signature.Encoding](Digests.Hash(signature.BodyHash ?? "sha256", body.Span));
        body = Place(request, body, computed, holes => !holes.Contains(SignatureHole) && holes.Contains(BodyHashHole));
        var message = new SignatureMessage(request, body, computed, values).Render(CredentialFormat.ParseMessage(signature.Message!));
        computed[SignatureHole] = Encodings[signature.Encoding](Sign(message));
        Place(request, body, computed, holes => holes.Contains(SignatureHole));
    }

    private static bool IsAlgorithm(string name) =>
        Digests.Knows(name) || (name.StartsWith("hmac-", StringComparison.Ordinal) && Digests.Knows(name["hmac-".Length..])) || name is "rsa-sha1" or "rsa-sha256";

    private static IReadOnlyList<string> Holes(Placement placement) => CredentialFormat.Parse(placement.Format).ParameterNames;

    private ReadOnlyMemory<byte> Place(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, Dictionary<string, string> computed, Func<IReadOnlyList<string>, bool> chosen)
    {
        var filled = values.With(new CredentialValues(computed.Select(pair => KeyValuePair.Create(pair.Key, new Secret(pair.Value)))));
        var placed = plan.Sealed
            .SelectMany(group => group.Select(value => (In: group.Key, Value: value)))
            .Where(pair => chosen(pair.Value.Format.ParameterNames))
            .ToLookup(pair => pair.In, pair => KeyValuePair.Create(pair.Value.Name, pair.Value.Format.Render(filled)));
        return RequestParts.Set(request, body, placed, plan.BodyEncoding);
    }

    private byte[] Sign(byte[] message)
    {
        var format = CredentialFormat.Parse(signature.Key);
        if (signature.Algorithm.StartsWith("rsa-", StringComparison.Ordinal))
        {
            // A key in PEM form has line breaks, which no other value may have.
            var name = format.ParameterNames is [var only] ? only : throw NotAKey(format, "is not one parameter");
            return PrivateKey.SignRsa(new Secret(ParameterValues.Find(values, name) ?? throw NotAKey(format, "has no value")), signature.Algorithm, message);
        }

        return signature.Algorithm.StartsWith("hmac-", StringComparison.Ordinal)
            ? Digests.Hmac(signature.Algorithm["hmac-".Length..], KeyBytes(format), message)
            : Digests.Hash(signature.Algorithm, message);
    }

    private byte[] KeyBytes(CredentialFormat format)
    {
        var text = format.Render(values);
        try
        {
            return signature.KeyEncoding switch
            {
                "hex" => Convert.FromHexString(text),
                "base64" => Base64Text.Decode(text),
                _ => Encoding.UTF8.GetBytes(text),
            };
        }
        catch (FormatException)
        {
            throw NotAKey(format, $"is not written in {signature.KeyEncoding}");
        }
    }

    private static ConnectorAuthException NotAKey(CredentialFormat format, string why) =>
        ParameterValues.Invalid(format.ParameterNames.Count > 0 ? format.ParameterNames[0] : "key", why, "Copy the key again from the API's own page.");
}
