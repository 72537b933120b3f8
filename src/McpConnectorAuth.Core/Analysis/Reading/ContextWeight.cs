namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>How much a statement counts, by what it is about.</summary>
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

    extension(UnitContext context)
    {
        /// <summary>The factor for a statement's weight; below zero it counts against.</summary>
        public double Factor
        {
            get
            {
                if ((context & UnitContext.Elsewhere) != 0)
                    return 0;
                var factor = (context & UnitContext.Data) != 0 && (context & UnitContext.Auth) == 0 ? 0.4 : 1.0;
                foreach (var (flag, value) in Factors)
                    factor *= (context & flag) != 0 ? value : 1;
                return (context & UnitContext.Rejected) != 0 ? -0.6 * factor : factor;
            }
        }

        /// <summary>Whether it counts in favour of what it says.</summary>
        public bool Counts => (context & UnitContext.Dismissed) == 0;
    }
}
