using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>A method in the making.</summary>
internal sealed class MethodDraft(AuthKind kind)
{
    /// <summary>The score of what is described.</summary>
    public const double Least = 0.9;

    /// <summary>The score of what a call shows.</summary>
    public const double LeastShown = 0.6;

    /// <summary>The most that one method counts against others: much text about it says nothing against one that is described briefly.</summary>
    public const double MostTop = 8;

    public AuthKind Kind { get; } = kind;

    public List<PlacementSlot> Slots { get; } = [];

    /// <summary>Sum of the evidence; see <see cref="Rank"/> for the order.</summary>
    public double Score { get; set; }

    /// <summary>What decides the order: evidence with diminishing returns, plus what the document recommends.</summary>
    public double Rank { get; set; }

    /// <summary>Where the first statement for it stands.</summary>
    public int Position { get; set; } = int.MaxValue;

    public bool Deprecated { get; set; }

    /// <summary>The words that recommend it, null where none do.</summary>
    public QuoteSpan? Advice { get; set; }

    public QuoteSpan Quote { get; set; }

    public List<Placement> Placements { get; set; } = [];

    /// <summary>Names of what its own places and calls hold.</summary>
    public HashSet<string> Core { get; } = new(StringComparer.Ordinal);

    public List<AuthParameter> Parameters { get; set; } = [];

    public OAuthFacts? OAuth { get; set; }

    public LoginFacts? Login { get; set; }

    public List<(string Fact, QuoteSpan Quote)> Evidence { get; } = [];

    public bool IsOAuth => Kind.IsOAuth2();

    /// <summary>Whether a sample of a call carries it.</summary>
    public bool IsShown => Slots.Exists(s => s.Claims.Exists(c => c.Sample && c.Context.Counts));
}
