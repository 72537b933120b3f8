namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Finds one sort of evidence in a document. A new sort is a new source in <see cref="EvidenceSources"/>.</summary>
internal interface IEvidenceSource
{
    /// <summary>Adds what the source finds.</summary>
    void Collect(DocumentFacts facts, ClaimSet claims);
}
