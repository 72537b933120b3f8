namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// Finds text that will not be true, or mean nothing, in the next session: what someone did just now, temporary files, links
/// of this session, the state of work. Such notes make the lasting ones harder to find.
/// </summary>
internal static class OneOffFact
{
    /// <summary>A phrase, in lower case with single blanks, and what it tells of.</summary>
    private static readonly (string Phrase, string Reason)[] Phrases =
    [
        ("in this session", "it tells of this session"),
        ("during this session", "it tells of this session"),
        ("this conversation", "it tells of this conversation"),
        ("just now", "it tells of this moment"),
        ("right now", "it tells of this moment"),
        ("a moment ago", "it tells of this moment"),
        ("earlier today", "it tells of this day"),
        ("as of today", "it tells of this day"),
        ("i just", "it tells what you did"),
        ("i have just", "it tells what you did"),
        ("i've", "it tells what you did"),
        ("i ran", "it tells what you did"),
        ("i called", "it tells what you did"),
        ("i tried", "it tells what you did"),
        ("i created", "it tells what you did"),
        ("i wrote", "it tells what you did"),
        ("i will", "it tells what you plan"),
        ("i'll", "it tells what you plan"),
        ("i am going to", "it tells what you plan"),
        ("next i", "it tells what you plan"),
        ("todo:", "it is a plan"),
        ("the user asked", "it tells what the person said or did"),
        ("the user said", "it tells what the person said or did"),
        ("the user confirmed", "it tells what the person said or did"),
        ("the user entered", "it tells what the person said or did"),
        ("the person confirmed", "it tells what the person said or did"),
        ("currently running", "it tells of work in progress"),
        ("await_user_confirmation returned", "get_connection_status tells it"),
        ("run_auth_test returned", "get_connection_status tells it"),
        ("run_auth_test passed", "get_connection_status tells it"),
        ("run_auth_test failed", "get_connection_status tells it"),
        ("the spec was generated", "get_connection_status tells it"),
        ("the spec was written", "get_connection_status tells it"),
        ("the connection was verified", "get_connection_status tells it"),
        ("credentials were stored", "get_connection_status tells it"),
        ("/tmp/", "it names a temporary file"),
        ("\\appdata\\local\\temp\\", "it names a temporary file"),
    ];

    /// <summary>The words that show it and what they tell of; null where the text may last.</summary>
    public static (string Phrase, string Reason)? Find(string text)
    {
        var lower = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var candidate in Phrases)
        {
            if (Occurs(lower, candidate.Phrase)) return candidate;
        }

        return null;
    }

    private static bool Occurs(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            var startsWord = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(phrase[0]);
            var endsWord = end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(phrase[^1]);
            if (startsWord && endsWord) return true;
        }

        return false;
    }
}
