namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>The list of all evidence sources, in the order in which they run.</summary>
internal static class EvidenceSources
{
    public static IReadOnlyList<IEvidenceSource> All { get; } =
    [
        new SchemaEvidence(),
        new SampleEvidence(),
        new HeaderTextEvidence(),
        new NamedPlaceEvidence(),
        new HeaderTableEvidence(),
        new HeaderListEvidence(),
        new PlaceTableEvidence(),
        new BasicTextEvidence(),
        new GrantEvidence(),
        new UrlEvidence(),
        new EndpointEvidence(),
        new KindTextEvidence(),
        new LoginEvidence(),
        new ReturnedValueEvidence(),
        new ReturnedHeaderEvidence(),
        new SettingsEvidence(),
        new DeclaredPlaceEvidence(),
    ];
}
