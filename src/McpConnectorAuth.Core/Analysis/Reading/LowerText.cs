using System.Diagnostics;
using System.Text;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A text in lower case together with the phrase tables that it holds a phrase of.</summary>
internal class LowerText
{
    private readonly PhraseSet _phrases;
    private string? _text;

    public LowerText(string lower)
    {
        _text = lower;
        PhraseIndex.Current.Find(lower, ref _phrases);
    }

    /// <summary>A text whose phrases are known; its words are put together when somebody reads them.</summary>
    protected LowerText(in PhraseSet phrases) => _phrases = phrases;

    /// <summary>The text itself.</summary>
    public string Text => _text ??= Write();

    /// <summary>The tables that it holds a phrase of.</summary>
    public ref readonly PhraseSet Phrases => ref _phrases;

    /// <summary>Number of characters.</summary>
    public int Length => Text.Length;

    /// <summary>As <see cref="string.ToLowerInvariant"/>, which without tables of a culture looks at one character after the other.</summary>
    public static string Of(string text) =>
        !Ascii.IsValid(text) ? text.ToLowerInvariant() : text.AsSpan().ContainsAnyInRange('A', 'Z') ? string.Create(text.Length, text, static (lower, own) => Ascii.ToLower(own, lower, out _)) : text;

    public static implicit operator string(LowerText lower) => lower.Text;

    /// <summary>Whether a phrase of the table with this number occurs.</summary>
    public bool Holds(int table) => _phrases.Has(table);

    /// <summary>As <see cref="string.Contains(string, StringComparison)"/>.</summary>
    public bool Contains(string value, StringComparison comparison) => Text.Contains(value, comparison);

    /// <summary>As <see cref="string.IndexOf(string, StringComparison)"/>.</summary>
    public int IndexOf(string value, StringComparison comparison) => Text.IndexOf(value, comparison);

    /// <summary>As <see cref="string.IndexOf(string, int, StringComparison)"/>.</summary>
    public int IndexOf(string value, int start, StringComparison comparison) => Text.IndexOf(value, start, comparison);

    /// <summary>As <see cref="string.LastIndexOf(string, int, StringComparison)"/>.</summary>
    public int LastIndexOf(string value, int start, StringComparison comparison) => Text.LastIndexOf(value, start, comparison);

    /// <summary>Puts the words together where they were not given.</summary>
    protected virtual string Write() => throw new UnreachableException();

    /// <summary>A part of the text, for ranges.</summary>
    public string Slice(int start, int length) => Text.Substring(start, length);
}
