using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>What fills the holes of a method's placements: the person's parameters, what is issued, or what is computed for each request.</summary>
public sealed class MethodHoles
{
    private static readonly string[] ComputedNames = ["signature", "timestamp", "nonce", "body_hash"];

    private MethodHoles(IReadOnlyList<string> issued, IReadOnlyList<string> facts, IReadOnlyList<string> computed, IReadOnlyList<string> unknown)
    {
        Issued = issued;
        Facts = facts;
        Computed = computed;
        Unknown = unknown;
    }

    /// <summary>Holes that what is issued fills and that prove who calls: each of them the access token, or a value that a login call returned.</summary>
    public IReadOnlyList<string> Issued { get; }

    /// <summary>Names that a token reply, a callback or a login call may fill besides, on a request or in a URL.</summary>
    public IReadOnlyList<string> Facts { get; }

    /// <summary>Holes that are computed for each request of a method with a signature.</summary>
    public IReadOnlyList<string> Computed { get; }

    /// <summary>Holes that nothing fills.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Sorts the holes of a method.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where a format's syntax is broken.</exception>
    public static MethodHoles Of(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var same = ParameterNameComparer.Instance;
        var open = method.Placements
            .Where(placement => !MethodPlan.IsFixed(method, placement))
            .SelectMany(placement => CredentialFormat.Parse(placement.Format).ParameterNames)
            .Distinct(same)
            .Where(hole => !method.Parameters.Contains(hole, same))
            .ToList();
        string[] facts =
        [
            .. method.OAuth?.ReplyFacts.Keys ?? [],
            .. method.OAuth?.CallbackFacts.Keys ?? [],
            .. method.Login?.Returns.Select(returned => returned.Name) ?? [],
        ];
        var computed = method.Signature is null ? [] : open.Where(hole => ComputedNames.Contains(hole, same)).ToList();
        open.RemoveAll(hole => computed.Contains(hole, same));

        // Whatever of a login's reply travels with each request is the session; a fact beside an access token is not.
        var issued = method.Kind switch
        {
            AuthKind.SessionLogin => open.Where(hole => facts.Contains(hole, same)).ToList(),
            AuthKind.OAuth1 => IssuedByOAuth1(method),
            _ when method.Kind.IsOAuth2() => open.Where(hole => !facts.Contains(hole, same)).ToList(),
            _ => [],
        };
        return new MethodHoles(issued, facts, computed, [.. open.Where(hole => !issued.Contains(hole, same) && !facts.Contains(hole, same))]);
    }

    /// <summary>Token and secret where they are issued (RFC 5849 section 2.3); they may also be parameters, or not exist at all.</summary>
    private static List<string> IssuedByOAuth1(SpecMethod method)
    {
        if (method.OAuth?.RequestTokenUrl is null) return [];
        var names = OAuth1Names.Of(method);
        return [.. new[] { names.Token, names.TokenSecret }.Where(name => !method.Parameters.Contains(name, ParameterNameComparer.Instance))];
    }
}
