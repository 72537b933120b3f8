using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>How much a statement counts, by what it is about. Below zero it counts against.</summary>
internal static class ContextWeight
{
    private static readonly (UnitContext Context, double Factor)[] Factors =
    [
        (UnitContext.Auth, 1.2),
        (UnitContext.Testing, 1.2),
        (UnitContext.Recommended, 1.3),
        (UnitContext.Secondary, 0.9),
        (UnitContext.Deprecated, 0.7),
        (UnitContext.Writing, 0.6),
        (UnitContext.Errors, 0.4),
    ];

    /// <summary>The factor for a statement's weight.</summary>
    public static double Of(UnitContext context)
    {
        if ((context & (UnitContext.Inbound | UnitContext.Foreign)) != 0)
            return 0;
        var factor = (context & UnitContext.Data) != 0 && (context & UnitContext.Auth) == 0 ? 0.4 : 1.0;
        foreach (var (flag, value) in Factors)
            factor *= (context & flag) != 0 ? value : 1;
        return (context & UnitContext.Rejected) != 0 ? -0.6 * factor : factor;
    }
}
