namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>A token of source code in whatever language: <c>s</c> string, <c>i</c> identifier, <c>p</c> punctuation, <c>n</c> end of line.</summary>
internal readonly record struct CodeToken(char Kind, string Text, int Start, int End)
{
    public bool Is(char punctuation) => Kind == 'p' && Text[0] == punctuation && Text.Length == 1;

    public bool IsWord(string word) => Kind == 'i' && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
