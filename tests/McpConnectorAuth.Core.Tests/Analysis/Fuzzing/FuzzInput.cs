namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>A document and what is done to it.</summary>
internal sealed record FuzzInput(int Seed, IReadOnlyList<Mutation> Mutations)
{
    /// <summary>Longest text that is made; mutations may multiply it.</summary>
    private const int Longest = 60_000;

    public string Path => SeedDocuments.All[Seed].Path;

    public string Text
    {
        get
        {
            var text = SeedDocuments.All[Seed].Text;
            foreach (var mutation in Mutations)
            {
                text = mutation.Apply(text);
                text = text.Length <= Longest ? text : text[..Longest];
            }

            return text;
        }
    }

    public override string ToString() => $"{Path}: {string.Join("; ", Mutations)}";
}
