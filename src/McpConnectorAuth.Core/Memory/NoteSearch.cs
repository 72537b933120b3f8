using System.Buffers;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// Ranks notes by the words of a question: BM25 (Robertson and Zaragoza 2009, section 3.4) with the title counted thrice and the topic
/// twice. A word of four letters or more also finds longer words that begin with it, at half the weight.
/// </summary>
internal sealed class NoteSearch
{
    private const int MostWords = 16;
    private const int ShortestPrefix = 4;
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.6;

    private readonly string[] _words;
    private readonly SearchValues<char> _initials;

    /// <summary>Prepares a search.</summary>
    /// <param name="question">Words in any order; only the first sixteen different ones count.</param>
    public NoteSearch(string question)
    {
        _words = [.. WordReader.All(question).Distinct(StringComparer.Ordinal).Take(MostWords)];
        _initials = SearchValues.Create([.. _words.SelectMany(word => new[] { word[0], char.ToUpperInvariant(word[0]) })]);
    }

    /// <summary>The notes in which a word occurs, best first; all of them, latest first, where the question is empty.</summary>
    public IReadOnlyList<FoundNote> Rank(IReadOnlyList<FoundNote> notes)
    {
        if (_words.Length == 0) return [.. notes.OrderByDescending(note => note.Section.Date, StringComparer.Ordinal)];

        var counts = new double[notes.Count * _words.Length];
        var lengths = new int[notes.Count];
        Span<char> buffer = stackalloc char[WordReader.LongestWord];
        for (var index = 0; index < notes.Count; index++)
        {
            var row = counts.AsSpan(index * _words.Length, _words.Length);
            var (topic, section) = notes[index];
            Count(topic, 2, row, buffer);
            Count(section.Title, 2, row, buffer);
            lengths[index] = Count(section.Text, 1, row, buffer);
        }

        var average = Math.Max(lengths.Average(), 1);
        var rarity = new double[_words.Length];
        for (var word = 0; word < _words.Length; word++)
        {
            var having = Enumerable.Range(0, notes.Count).Count(index => counts[(index * _words.Length) + word] > 0);
            rarity[word] = Math.Log(1 + ((notes.Count - having + 0.5) / (having + 0.5)));
        }

        return [.. notes
            .Select((note, index) => (Note: note, Score: Score(counts.AsSpan(index * _words.Length, _words.Length), rarity, lengths[index] / average)))
            .Where(found => found.Score > 0)
            .OrderByDescending(found => found.Score)
            .ThenByDescending(found => found.Note.Section.Date, StringComparer.Ordinal)
            .Select(found => found.Note)];
    }

    /// <summary>Adds the occurrences of each word and returns how many words the text has.</summary>
    private int Count(string text, double weight, Span<double> counts, Span<char> buffer)
    {
        var length = 0;
        var reader = new WordReader(text, buffer, _initials);
        while (reader.Read())
        {
            length++;
            if (reader.Word.IsEmpty) continue;
            for (var index = 0; index < _words.Length; index++)
            {
                if (reader.Word.SequenceEqual(_words[index])) counts[index] += weight;
                else if (_words[index].Length >= ShortestPrefix && reader.Word.StartsWith(_words[index])) counts[index] += weight / 2;
            }
        }

        return length;
    }

    private static double Score(ReadOnlySpan<double> counts, double[] rarity, double length)
    {
        var score = 0.0;
        for (var word = 0; word < counts.Length; word++)
            score += rarity[word] * counts[word] * (Saturation + 1) / (counts[word] + (Saturation * (1 - LengthWeight + (LengthWeight * length))));
        return score;
    }
}
