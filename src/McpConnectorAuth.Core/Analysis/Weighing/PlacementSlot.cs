using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>All claims that one credential travels in one place.</summary>
internal sealed class PlacementSlot(string key, AuthKind kind)
{
    public string Key { get; } = key;

    public AuthKind Kind { get; } = kind;

    public List<PlacementClaim> Claims { get; } = [];

    /// <summary>Places that are only ever used together with this one.</summary>
    public List<PlacementSlot> Companions { get; } = [];

    /// <summary>Whether it goes beside another place and its own name says nothing of a credential: the number of an account.</summary>
    public bool IsBeside { get; set; }

    /// <summary>Sum of what speaks for it and against it.</summary>
    public double Score { get; private set; }

    /// <summary>The strongest claim for it, which gives name, format and quote.</summary>
    public PlacementClaim Best { get; private set; } = null!;

    /// <summary>Whether most of what speaks for it calls it old.</summary>
    public bool Deprecated { get; private set; }

    // `X-Key: Acme {key}`, `Authorization: Token token={key}`, `Authorization: {id}:{secret}`; the scheme of Authorization alone is what tells slots apart.
    private static bool IsInFront(Placement place) =>
        (place.Format.StartsWith('{') && place.Format.Contains("}:{", StringComparison.Ordinal)) || place.Format.Contains("={", StringComparison.Ordinal) || place.Format.Contains("=\"{", StringComparison.Ordinal)
        || (place.Format.IndexOf(" {", StringComparison.Ordinal) > 0 && !place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

    private const double InFront = 2;

    /// <summary>Place, name in lower case and what stands in front of the credential.</summary>
    public (PlacementLocation In, string Name, string Scheme) Place => (Best.Placement.In, Best.Placement.Name.ToLowerInvariant(), Best.Placement.Format.Split('{')[0].Trim());

    /// <summary>The word in front of the credential, or nothing.</summary>
    public static string PrefixOf(string format) => format.IndexOf(" {", StringComparison.Ordinal) is > 0 and var blank ? format[..blank] : "";

    /// <summary>Whether one request or statement has both.</summary>
    public bool GoesWith(PlacementSlot other)
    {
        var requests = Claims.Where(c => (c.Context & UnitContext.Rejected) == 0).Select(c => c.Request).ToHashSet();
        return other.Claims.Exists(c => requests.Contains(c.Request) && (c.Context & UnitContext.Rejected) == 0);
    }

    /// <summary>Adds up what the claims say.</summary>

    public void Close()
    {
        Score = 0;
        double deprecated = 0, positive = 0, best = double.MinValue;
        foreach (var claim in Claims)
        {
            var weight = claim.Weight * claim.Context.Factor;
            Score += weight;
            if (weight > 0)
                positive += weight;
            if (weight > 0 && (claim.Context & UnitContext.Deprecated) != 0)
                deprecated += weight;
            var rank = weight + (claim.Placement.Format.Contains("{}", StringComparison.Ordinal) ? 0 : 0.3) - ((claim.Context & UnitContext.Deprecated) != 0 ? 1 : 0)
                // A sentence may leave out the word in front of the key, a sample cannot.
                + (claim.Sample && weight > 0 && Kind == AuthKind.ApiKey && IsInFront(claim.Placement) ? InFront : 0);
            if (rank > best)
                (best, Best) = (rank, claim);
        }

        Deprecated = positive > 0 && deprecated > positive / 2;
    }
}
