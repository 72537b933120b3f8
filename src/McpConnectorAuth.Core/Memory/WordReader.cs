using System.Buffers;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// The words of a text, in lower case and without the endings that English gives to one word ("refreshes", "refreshed"), so
/// that notes and questions meet. One pass, nothing allocated.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="buffer">Room for the longest word.</param>
/// <param name="initials">First letters, in both cases, of the words that matter; of others only the end is looked for. All words where null.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> buffer, SearchValues<char>? initials = null)
{
    /// <summary>Longest word that is told apart; the buffer has to hold it.</summary>
    public const int LongestWord = 48;

    private ReadOnlySpan<char> _rest = text;
    private readonly Span<char> _buffer = buffer;

    /// <summary>The word that was read; valid until the next is. Empty where it begins with none of the letters asked for.</summary>
    public ReadOnlySpan<char> Word { get; private set; }

    /// <summary>Reads the next word; false at the end of the text.</summary>
    public bool Read()
    {
        var start = 0;
        while (start < _rest.Length && !IsWordCharacter(_rest[start])) start++;
        var end = start;
        while (end < _rest.Length && IsWordCharacter(_rest[end])) end++;
        var word = _rest[start..end];
        _rest = _rest[end..];
        if (word.Length == 0) return false;
        if (initials is not null && !initials.Contains(word[0]))
        {
            Word = default;
            return true;
        }

        var length = word[..Math.Min(word.Length, LongestWord)].ToLowerInvariant(_buffer);
        Word = _buffer[..StemLength(_buffer[..length])];
        return true;
    }

    /// <summary>All words of a text, in its order.</summary>
    public static List<string> All(string text)
    {
        var words = new List<string>();
        var reader = new WordReader(text, stackalloc char[LongestWord]);
        while (reader.Read()) words.Add(reader.Word.ToString());
        return words;
    }

    private static bool IsWordCharacter(char character) => char.IsAscii(character) ? char.IsAsciiLetterOrDigit(character) : char.IsLetterOrDigit(character);

    /// <summary>How much of a word is its stem: plurals, past tense and "-ing" go, where enough of a word stays.</summary>
    private static int StemLength(ReadOnlySpan<char> word)
    {
        if (word.Length > 5 && word.EndsWith("ing")) return WithoutFinalE(word[..^3]);
        if (word.Length > 4 && word.EndsWith("ed")) return WithoutFinalE(word[..^2]);
        if (word.Length > 4 && word.EndsWith("es")) return word.Length - 2;
        if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i')) return WithoutFinalE(word[..^1]);
        return WithoutFinalE(word);
    }

    /// <summary>"limited", "limits" and "limit", "stored", "stores" and "store" become one: a final e goes as well.</summary>
    private static int WithoutFinalE(ReadOnlySpan<char> word) => word.Length > 4 && word[^1] == 'e' ? word.Length - 1 : word.Length;
}
