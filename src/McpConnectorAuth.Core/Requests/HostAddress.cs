using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// A host with an optional port in the one spelling that is compared: lower case, Punycode (RFC 3492), no trailing dot,
/// addresses in canonical form. Spellings that other parsers read as another host (<c>0x7f.1</c>, <c>127.1</c>,
/// <c>user@host</c>, <c>host\@other</c>) are not hosts.
/// </summary>
public sealed record HostAddress
{
    private const int MaximumNameLength = 253;
    private const int MaximumLabelLength = 63;

    // Every request asks for the same few hosts several times.
    private static readonly ConcurrentDictionary<string, HostAddress> Known = new(StringComparer.Ordinal);
    private const int MostKnown = 256;

    private HostAddress(string host, int? port, AddressClass addressClass)
    {
        Host = host;
        Port = port;
        Class = addressClass;
    }

    /// <summary>The name or address; IPv6 in brackets.</summary>
    public string Host { get; }

    /// <summary>The port, or null for the default port of the scheme.</summary>
    public int? Port { get; }

    /// <summary>What the host is by its literal address; a name counts as public, <c>localhost</c> excepted.</summary>
    public AddressClass Class { get; }

    /// <summary>Reads <c>host</c> or <c>host:port</c>; false where another parser could read another host.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostAddress? address)
    {
        address = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaximumNameLength + 8) return false;
        if (Known.TryGetValue(text, out address)) return true;
        var colon = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) colon = text.Length;
        int? port = null;
        if (colon < text.Length)
        {
            if (text[colon] != ':' || !TryParsePort(text.AsSpan(colon + 1), out var number)) return false;
            port = number;
        }

        var name = text[..colon];
        if (!TryCanonicalize(name, out var host, out var ip)) return false;
        address = new HostAddress(host, port, ip is null ? ClassOf(host) : ClassOf(ip));
        if (Known.Count >= MostKnown) Known.Clear();
        Known[text] = address;
        return true;
    }

    /// <summary>The host of a URL, read from its original text; false where the text and <see cref="Uri"/> disagree or hold a user name.</summary>
    public static bool TryParse(Uri url, [NotNullWhen(true)] out HostAddress? address)
    {
        address = null;
        if (!url.IsAbsoluteUri || url.UserInfo.Length > 0) return false;
        var text = url.OriginalString.AsSpan();
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return false;
        text = text[(start + 3)..];
        var end = text.IndexOfAny("/?#\\");
        if (!TryParse((end < 0 ? text : text[..end]).ToString(), out var parsed)) return false;
        var seen = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        if (!TryParse(seen, out var other) || other.Host != parsed.Host || (parsed.Port ?? DefaultPort(url.Scheme)) != url.Port) return false;
        address = parsed;
        return true;
    }

    /// <summary>
    /// Whether a URL leads exactly here: the same host and port, https, or http where this is loopback. A port that is not
    /// given is the default of the URL's scheme.
    /// </summary>
    public bool Matches(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return TryParse(url, out var other) && Matches(other, url.Scheme);
    }

    /// <summary>Whether a host reached by a scheme is exactly this one; see <see cref="Matches(Uri)"/>.</summary>
    internal bool Matches(HostAddress other, string scheme) =>
        other.Host == Host
        && (Port ?? DefaultPort(scheme)) == (other.Port ?? DefaultPort(scheme))
        && (scheme == Uri.UriSchemeHttps || (scheme == Uri.UriSchemeHttp && Class == AddressClass.Loopback));

    /// <summary><c>host</c> or <c>host:port</c>.</summary>
    public override string ToString() => Port is null ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The class of a numeric address, an IPv4 address inside an IPv6 one counting as itself.</summary>
    internal static AddressClass ClassOf(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        if (IPAddress.IsLoopback(ip)) return AddressClass.Loopback;
        var bytes = ip.GetAddressBytes();
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return bytes switch
            {
                [0xfc or 0xfd, ..] => AddressClass.Private,
                [0xfe, >= 0x80 and <= 0xbf, ..] or [0xff, ..] or [0, 0, 0, 0, ..] => AddressClass.LinkLocalOrReserved,
                // NAT64 (RFC 6052): the last four bytes are the IPv4 address.
                [0, 0x64, 0xff, 0x9b, ..] => ClassOf(new IPAddress(bytes.AsSpan(12))) is AddressClass.Public
                    ? AddressClass.Public
                    : AddressClass.LinkLocalOrReserved,
                _ => AddressClass.Public,
            };
        }

        return bytes switch
        {
            [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] => AddressClass.Private,
            [0, ..] or [169, 254, ..] or [192, 0, 0, ..] or [>= 224, ..] => AddressClass.LinkLocalOrReserved,
            _ => AddressClass.Public,
        };
    }

    private static AddressClass ClassOf(string name) =>
        name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal) ? AddressClass.Loopback : AddressClass.Public;

    private static int DefaultPort(string scheme) => scheme == Uri.UriSchemeHttp ? 80 : 443;

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535 && text[0] != '0';

    private static bool TryCanonicalize(string name, [NotNullWhen(true)] out string? host, out IPAddress? ip)
    {
        host = null;
        ip = null;
        if (name.StartsWith('['))
        {
            if (!name.EndsWith(']') || name.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(name.AsSpan(1, name.Length - 2), out ip)) return false;
            host = $"[{ip}]";
            return ip.AddressFamily == AddressFamily.InterNetworkV6;
        }

        if (!name.EnumerateRunes().All(rune => IsHostCharacter(rune)) || !TryToAscii(name, out var ascii)) return false;
        if (ascii.EndsWith('.')) ascii = ascii[..^1];
        var labels = ascii.Split('.');
        if (ascii.Length is 0 or > MaximumNameLength || labels.Any(label => label.Length is 0 or > MaximumLabelLength || label[0] == '-' || label[^1] == '-')) return false;

        // A last label that is a number makes a parser read an IPv4 address (WHATWG URL, "ends in a number"): one spelling only.
        if (IsNumber(labels[^1]) && !(IPAddress.TryParse(ascii, out ip) && ip.ToString() == ascii)) return false;
        host = ascii;
        return true;
    }

    private static bool IsHostCharacter(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.' or '_'
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label.Skip(2).All(char.IsAsciiHexDigitLower));

    private static bool TryToAscii(string name, [NotNullWhen(true)] out string? ascii)
    {
        ascii = null;
        try
        {
            ascii = new IdnMapping().GetAscii(name.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return false;
        }

        return ascii.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.' or '_');
    }
}
