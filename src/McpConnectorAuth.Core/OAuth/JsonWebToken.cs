using System.Buffers.Text;
using System.Text.Json;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Reads what a signed JWT (RFC 7519) says of itself. Nothing is proven by it: the signature is for the API to check.</summary>
internal static class JsonWebToken
{
    private const int LongestToken = 64 * 1024;

    /// <summary>The claim <c>exp</c> (RFC 7519 section 4.1.4); null where the text is no JWT or states none.</summary>
    public static DateTimeOffset? ExpiryOf(string token)
    {
        using var payload = PartOf(token, 1);
        return payload is not null && payload.RootElement.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number && exp.TryGetDouble(out var seconds)
            ? UnixTime(seconds)
            : null;
    }

    /// <summary>A time in seconds since 1970; null where no calendar holds it.</summary>
    public static DateTimeOffset? UnixTime(double seconds) => seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    /// <summary>The header (0) or the payload (1) where it is a JSON object, else null.</summary>
    public static JsonDocument? PartOf(string token, int index)
    {
        if (token.Length > LongestToken) return null;
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0].Length == 0 || parts[1].Length == 0) return null;
        try
        {
            var document = ReadableJson.TryParse(Base64Url.DecodeFromChars(parts[index].TrimEnd('=')));
            if (document is null || document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
