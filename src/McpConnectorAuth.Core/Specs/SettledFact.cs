namespace McpConnectorAuth.Core.Specs;

/// <summary>A fact as an existing spec says it, in a form that can be compared and put into a draft.</summary>
/// <param name="Name">Its name, as an override would call it.</param>
/// <param name="Words">What it says, in one line; empty where it says nothing.</param>
/// <param name="IsNamed">Whether a name, of an override or of the lists <c>settled</c> and <c>unverified</c>, means this fact or a part of it.</param>
/// <param name="Take">Puts it into the draft.</param>
/// <param name="Essentials">What a passage of the document must hold of it; null where it is a choice, which no document supports.</param>
/// <param name="Method">Name of the method that it is about, or null.</param>
internal sealed record SettledFact(string Name, string Words, Predicate<string> IsNamed, Action<SpecDraft> Take, IEnumerable<string>? Essentials, string? Method = null)
{
    /// <summary>Whether overrides of it go along with what is settled; otherwise they take its place.</summary>
    public bool IsAdditive { get; init; }
}
