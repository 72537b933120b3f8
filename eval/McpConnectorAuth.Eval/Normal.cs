using System.Text.RegularExpressions;

namespace McpConnectorAuth.Eval;

/// <summary>The normal forms in which labels and findings are compared: spelling of placeholders, case and blanks do not count.</summary>
internal static partial class Normal
{
    /// <summary>Runs of white space as one blank.</summary>
    public static string Squash(string? text) => Blanks().Replace(text ?? "", " ").Trim();

    /// <summary>Placeholders of any spelling become <c>{}</c>.</summary>
    public static string Holes(string? text) => Squash(Hole().Replace(text ?? "", "{}")).ToLowerInvariant();

    public static string Url(string? url)
    {
        if (string.IsNullOrEmpty(url)) return "";
        return Scheme().Replace(Holes(url).TrimEnd('/').TrimEnd('.', ',', ';'), "");
    }

    /// <summary>The host of a URL in its normal form.</summary>
    public static string HostOf(string? url) => Url(url).Split('/')[0];

    /// <summary>The host as the URL spells it, in lower case; null where it has none.</summary>
    public static string? SpelledHost(string? url) => Host().Match(url ?? "") is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;

    public static string Path(string? path)
    {
        var text = Holes(Verb().Replace(path ?? "", "")).Split('?')[0];
        return "/" + (HasOrigin().IsMatch(text) ? Origin().Replace(text, "") : text).Trim('/');
    }

    /// <summary>A name in snake_case.</summary>
    public static string Snake(string? name) => NoWord().Replace(Camel().Replace(name ?? "", "$1_$2").ToLowerInvariant(), "_").Trim('_');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\$?\{\{?[^{}]*\}?\}|<[^<>]*>")]
    private static partial Regex Hole();

    [GeneratedRegex("^https?://")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^https?://([^/\s:?#]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"^[A-Z]+\s+")]
    private static partial Regex Verb();

    [GeneratedRegex(@"^(https?://)|^[^/]*\.")]
    private static partial Regex HasOrigin();

    [GeneratedRegex(@"^(https?://)?[^/]*\.[^/]*(?=/)")]
    private static partial Regex Origin();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Camel();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
