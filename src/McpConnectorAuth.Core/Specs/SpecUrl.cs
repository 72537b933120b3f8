using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// A URL with <c>{parameter}</c> holes that a credential may be sent to: https, or http on this machine; a host and nothing
/// else before the path.
/// </summary>
/// <param name="Text">The URL, without a trailing slash.</param>
/// <param name="Host">Its host as <see cref="AuthenticationSection.Hosts"/> lists it: lower case outside holes, with a port that is not the scheme's own.</param>
/// <param name="Path">What follows the host; <c>""</c> or with a leading slash or question mark.</param>
internal sealed partial record SpecUrl(string Text, string Host, string Path)
{
    /// <summary>What a message says is expected.</summary>
    public const string Expected = "an https URL with a host, such as https://{subdomain}.example.com/v2 (http only for this machine; no user name, blanks or fragment)";

    private const int MaximumLength = 2048;

    /// <summary>Names in the holes, in the order of their first use.</summary>
    public IReadOnlyList<string> ParameterNames => HolesOf(Text);

    /// <summary>Reads a URL; false where it is none that a credential may be sent to.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpecUrl? url)
    {
        url = null;
        var match = Shape().Match(text);
        if (text.Length > MaximumLength || !match.Success || !AreHolesSound(text)) return false;
        var isHttp = match.Groups["scheme"].Value.Equals("http", StringComparison.OrdinalIgnoreCase);
        if (!TryReadHost(match.Groups["authority"].Value, isHttp, out var host, out var isLoopback) || (isHttp && !isLoopback)) return false;
        url = new SpecUrl(text.TrimEnd('/'), host, match.Groups["rest"].Value.TrimEnd('/'));
        return true;
    }

    /// <summary>Whether the text is a host as <see cref="AuthenticationSection.Hosts"/> lists it.</summary>
    public static bool IsHost(string text) =>
        AreHolesSound(text) && TryReadHost(text, isHttp: false, out var host, out _) && host == text;

    /// <summary>Whether the text is a path below a base URL: a leading slash or question mark, sound holes, no blanks, backslashes or fragment.</summary>
    public static bool IsPath(string text) => text.Length <= MaximumLength && PathShape().IsMatch(text) && AreHolesSound(text);

    /// <summary>Names in the holes of a text, in the order of their first use.</summary>
    public static IReadOnlyList<string> HolesOf(string text) => [.. Hole().Matches(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The text with the name in each hole replaced.</summary>
    public static string RenameHoles(string text, Func<string, string> rename) => Hole().Replace(text, match => $"{{{rename(match.Groups[1].Value)}}}");

    private static bool AreHolesSound(string text) => !Hole().Replace(text, "x").AsSpan().ContainsAny('{', '}');

    private static bool TryReadHost(string authority, bool isHttp, [NotNullWhen(true)] out string? host, out bool isLoopback)
    {
        host = null;
        isLoopback = false;
        var filled = PortHole().Replace(authority, ":1");
        if (!HostAddress.TryParse(Hole().Replace(filled, "x"), out var address) || !EndsInWholeLabel(filled)) return false;
        isLoopback = address.Class == AddressClass.Loopback && HolesOf(authority).All(name => authority.EndsWith($":{{{name}}}", StringComparison.Ordinal));
        var ownPort = isHttp ? ":80" : ":443";
        var lower = LiteralOrHole().Replace(authority, match => match.Value[0] == '{' ? match.Value : match.Value.ToLowerInvariant());
        host = lower.EndsWith(ownPort, StringComparison.Ordinal) ? lower[..^ownPort.Length] : lower;
        return true;
    }

    // A hole behind other characters of the last label (example.com{path}) would let a value choose another domain.
    private static bool EndsInWholeLabel(string authority)
    {
        var host = Port().Replace(authority, "");
        var label = host[(host.LastIndexOf('.') + 1)..];
        return !label.Contains('{', StringComparison.Ordinal) || Hole().Replace(label, "", 1).Length == 0;
    }

    // The scheme spelt out: an expression that ignores case builds tables of 3 MB.
    [GeneratedRegex(@"\A(?<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?<authority>[^\s/?#\\@]+)(?<rest>(?:[/?][^\s#\\]*)?)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A[/?][^\s#\\\x00-\x1f\x7f]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex PathShape();

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_-]{0,63})\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();

    [GeneratedRegex(@":\{[A-Za-z_][A-Za-z0-9_-]{0,63}\}\z", RegexOptions.NonBacktracking)]
    private static partial Regex PortHole();

    [GeneratedRegex(@":[0-9]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Port();

    [GeneratedRegex(@"\{[^{}]*\}|[^{}]+", RegexOptions.NonBacktracking)]
    private static partial Regex LiteralOrHole();
}
