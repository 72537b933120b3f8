using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Everything that the evidence sources found.</summary>
internal sealed class ClaimSet
{
    private readonly Dictionary<int, int> _tables = [];
    private int _requests;

    public List<PlacementClaim> Placements { get; } = [];

    public List<KindClaim> Kinds { get; } = [];

    public List<EndpointClaim> Endpoints { get; } = [];

    public List<ParameterGroup> Parameters { get; } = [];

    /// <summary>Log-in calls that are known by what later requests make of their answers.</summary>
    public HashSet<SampleRequest> Logins { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Headers whose names say nothing and which samples show with a credential, in any case.</summary>
    public HashSet<string> CredentialHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Believes the errors where nothing else tells what calls carry: "401: the <c>X-Key</c> header is missing".</summary>
    public void TakeFromErrors()
    {
        if (Placements.Exists(claim => claim.Context.Counts && (claim.Context & UnitContext.Errors) == 0))
            return;
        for (var i = 0; i < Placements.Count; i++)
            Placements[i] = Placements[i] with { Context = Placements[i].Context & ~UnitContext.Errors };
    }

    /// <summary>A number for a request or statement whose places belong together.</summary>
    public int NewRequest() => ++_requests;

    /// <summary>The number of a sample request, whichever source asks.</summary>
    public int RequestOf(SampleRequest request) => request.Number != 0 ? request.Number : request.Number = NewRequest();

    /// <summary>The number of a table, whose rows belong together.</summary>
    public int RequestOf(int container)
    {
        if (container == 0)
            return NewRequest();
        if (!_tables.TryGetValue(container, out var number))
            _tables[container] = number = NewRequest();
        return number;
    }
}
