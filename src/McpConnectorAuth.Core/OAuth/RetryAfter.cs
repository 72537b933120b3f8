using System.Globalization;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Reads <c>Retry-After</c> (RFC 9110 section 10.2.3): seconds, or a date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(ApiResponse response, DateTimeOffset now)
    {
        if (response.Header("Retry-After")?.Trim() is not { Length: > 0 } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
