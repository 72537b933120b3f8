using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the claims say about one kind, added up.</summary>
/// <param name="Score">Sum of what speaks for it and against it.</param>
/// <param name="Quote">Words that speak for it; empty where nothing does.</param>
/// <param name="Position">Where the first of them stand.</param>
/// <param name="Deprecated">The part of the sum that calls it old.</param>
internal readonly record struct KindSum(double Score, QuoteSpan Quote, int Position, double Deprecated)
{
    /// <summary>Nothing said yet.</summary>
    public static KindSum Nothing { get; } = new(0, default, int.MaxValue, 0);

    /// <summary>Whether any words speak for the kind.</summary>
    public bool IsSaid => Quote.End > 0;

    /// <summary>Whether most of it calls the kind old.</summary>
    public bool IsDeprecated => Deprecated > Score / 2;
}
