using System.Runtime.CompilerServices;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Where everything of a method goes on a request, whatever the request is: worked out from the spec without any value.</summary>
internal sealed class MethodPlan
{
    private static readonly string[] RefusedHeaders =
        ["connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "via"];

    // A spec does not change, and every request of a connection asks for the same plan.
    private static readonly ConditionalWeakTable<SpecMethod, MethodPlan> Known = [];

    private readonly ConnectorSpec _spec;
    private readonly SpecMethod _method;

    private MethodPlan(
        ConnectorSpec spec,
        SpecMethod method,
        MethodHoles holes,
        ILookup<PlacementLocation, PlacedValue> placements,
        ILookup<PlacementLocation, PlacedValue> sealedPlacements,
        IReadOnlyList<Placement> pathPlacements,
        BodyEncoding bodyEncoding,
        IReadOnlySet<string> secrets)
    {
        _spec = spec;
        _method = method;
        Holes = holes;
        Placements = placements;
        Sealed = sealedPlacements;
        PathPlacements = pathPlacements;
        BodyEncoding = bodyEncoding;
        Secrets = secrets;
        Hosts = [.. spec.Authentication.Hosts.Select(HostPattern.Parse)];
    }

    /// <summary>What fills the holes of the placements.</summary>
    public MethodHoles Holes { get; }

    /// <summary>What goes onto the request, by place, those of <see cref="Sealed"/> and the path's segments left out.</summary>
    public ILookup<PlacementLocation, PlacedValue> Placements { get; }

    /// <summary>What can be put on only when everything else is: signatures and what goes into them.</summary>
    public ILookup<PlacementLocation, PlacedValue> Sealed { get; }

    /// <summary>Segments of the path.</summary>
    public IReadOnlyList<Placement> PathPlacements { get; }

    public BodyEncoding BodyEncoding { get; }

    /// <summary>Names of the values that prove who calls; compared as <see cref="ParameterNameComparer"/> does.</summary>
    public IReadOnlySet<string> Secrets { get; }

    /// <summary>Hosts that the spec lists.</summary>
    public IReadOnlyList<HostPattern> Hosts { get; }

    /// <summary>Whether a signature of a standard that allows both goes into the query.</summary>
    public bool IsSignedInQuery => _method.Placements.Any(placement => placement.In == PlacementLocation.Query && placement.Format.Contains("{signature}", StringComparison.Ordinal));

    /// <summary>Whether the standard of the method's kind makes this placement, whatever the spec says about its value.</summary>
    public static bool IsFixed(SpecMethod method, Placement placement) => method.Kind switch
    {
        AuthKind.OAuth1 => OAuth1Seal.Fixes(placement),
        AuthKind.Digest => placement.In == PlacementLocation.Header && placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase),
        AuthKind.SignedRequest when method.Signature?.Algorithm == SigV4Seal.Algorithm => SigV4Seal.Fixes(placement),
        _ => false,
    };

    /// <summary>Works a method out.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.MethodNotSupported"/> or <see cref="ErrorCodes.SpecInvalid"/>.</exception>
    public static MethodPlan Create(ConnectorSpec spec, SpecMethod method)
    {
        if (Known.TryGetValue(method, out var known) && ReferenceEquals(known._spec, spec)) return known;
        if (RequestFactory.WhyUnsupported(spec, method) is { } missing)
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The authentication method {method.Name} ({EnumNames<AuthKind>.NameOf(method.Kind)}) can't be carried out: {missing}.",
                "Complete the method with generate_spec and what the document says, or use another method of the spec.");
        }

        var parameters = spec.ParametersOf(method);
        var holes = MethodHoles.Of(method);
        var own = method.Placements.Where(placement => !IsFixed(method, placement)).ToList();
        var placed = own
            .Where(placement => placement.In != PlacementLocation.Path)
            .Select(placement => KeyValuePair.Create(placement.In, Place(placement, parameters)))
            .ToList();
        var twice = placed.GroupBy(pair => (pair.Key, pair.Value.Name.ToLowerInvariant())).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw Invalid($"The method {method.Name} puts two values into the {twice.Key.Key} \"{twice.First().Value.Name}\".", "Make them two methods, or remove one placement.");

        var isSealed = placed.ToLookup(pair => pair.Value.Format.ParameterNames.Any(name => holes.Computed.Contains(name, ParameterNameComparer.Instance)));
        var all = placed.ToLookup(pair => pair.Key, pair => pair.Value);
        var plan = new MethodPlan(
            spec,
            method,
            holes,
            isSealed[false].ToLookup(pair => pair.Key, pair => pair.Value),
            isSealed[true].ToLookup(pair => pair.Key, pair => pair.Value),
            [.. own.Where(placement => placement.In == PlacementLocation.Path)],
            EncodingOf(method, all),
            SecretsOf(method, own, parameters, holes));
        Known.AddOrUpdate(method, plan);
        return plan;
    }

    /// <summary>What has to be put onto each message last; null where nothing has.</summary>
    public RequestSeal? SealFor(CredentialValues values, TimeProvider clock) => (_method.Kind, _method.Signature) switch
    {
        (AuthKind.OAuth1, _) => new OAuth1Seal(_method, this, values, clock),
        (AuthKind.SignedRequest, { Algorithm: SigV4Seal.Algorithm } signature) => new SigV4Seal(signature, this, values, clock),
        (AuthKind.SignedRequest, { } signature) => new SignatureSeal(signature, this, values, clock),
        _ => null,
    };

    /// <summary>Reads a placement.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where its name or format can't be on a request.</exception>
    public static PlacedValue Place(Placement placement, IReadOnlyList<SpecParameter> parameters)
    {
        var format = CredentialFormat.Parse(placement.Format);
        var sound = placement.In switch
        {
            PlacementLocation.Header => placement.Name.Length > 0
                && placement.Name.All(IsTokenCharacter)
                && !RefusedHeaders.Contains(placement.Name.ToLowerInvariant()),
            PlacementLocation.Cookie => placement.Name.Length > 0 && placement.Name.All(IsTokenCharacter),
            _ => placement.Name.Length > 0 && !placement.Name.Any(char.IsControl),
        };
        if (!sound) throw Invalid($"\"{placement.Name}\" can't be the name of a {placement.In} value.".ToLowerInvariant(), "Correct authentication.methods[].placements[].name.");
        var optional = format.ParameterNames.Count > 0
            && format.ParameterNames.All(name => parameters.Any(parameter => Same(parameter.Name, name) && !parameter.Required));
        return new PlacedValue(placement.Name, format, optional);
    }

    /// <summary>JSON unless the document's own words show a form: a form content type, or the field written as <c>name=</c>.</summary>
    private static BodyEncoding EncodingOf(SpecMethod method, ILookup<PlacementLocation, PlacedValue> placements)
    {
        // OAuth 1.0 knows one kind of body (RFC 5849 section 3.5.2).
        if (method.Kind == AuthKind.OAuth1 && method.Placements.Any(placement => placement.In == PlacementLocation.Body && IsFixed(method, placement))) return BodyEncoding.Form;
        var fields = placements[PlacementLocation.Body].Select(value => value.Name + "=").ToList();
        if (fields.Count == 0) return BodyEncoding.None;
        var isForm = placements[PlacementLocation.Header].Any(value => value.Format.Text.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase))
            || method.Evidence.Any(evidence => evidence.Quote.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase)
                || fields.Any(field => evidence.Quote.Contains(field, StringComparison.Ordinal)));
        return isForm ? BodyEncoding.Form : BodyEncoding.Json;
    }

    private static HashSet<string> SecretsOf(SpecMethod method, IReadOnlyList<Placement> placements, IReadOnlyList<SpecParameter> parameters, MethodHoles holes)
    {
        var same = ParameterNameComparer.Instance;
        var used = placements.SelectMany(placement => CredentialFormat.Parse(placement.Format).ParameterNames).Except(holes.Computed, same).ToHashSet(same);
        var secret = parameters.Where(parameter => parameter.Secret && used.Contains(parameter.Name)).Select(parameter => parameter.Name)
            .Concat(holes.Issued)
            .Concat(KeysOf(method, parameters))
            .ToHashSet(same);
        return secret.Count > 0 ? secret : used;
    }

    /// <summary>Values that prove who calls without being on the request.</summary>
    private static IEnumerable<string> KeysOf(SpecMethod method, IReadOnlyList<SpecParameter> parameters) => method.Kind switch
    {
        AuthKind.OAuth1 => OAuth1Names.Of(method) is var names ? new[] { names.ConsumerSecret!, names.TokenSecret } : [],
        AuthKind.Digest => [DigestNames.Of(method, parameters)!.Password],
        AuthKind.SignedRequest => new[] { method.Signature!.Key, method.Signature.SessionToken }
            .OfType<string>()
            .SelectMany(format => CredentialFormat.Parse(format).ParameterNames)
            .Concat(method.Signature.Message is { } message
                ? CredentialFormat.ParseMessage(message).ParameterNames.Where(name => parameters.Any(parameter => parameter.Secret && Same(parameter.Name, name)))
                : []),
        _ => [],
    };

    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);

    private static bool Same(string left, string right) => ParameterNameComparer.Instance.Equals(left, right);

    private static ConnectorAuthException Invalid(string message, string nextStep) => new(ErrorCodes.SpecInvalid, message, nextStep);
}
