using System.Text.Json;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Who an answer says the caller is, so that a person sees whether it is the account that was meant.</summary>
internal static class AnswerIdentity
{
    private const int Longest = 80;
    private const int MaximumDepth = 3;

    /// <summary>Members that name an account, best first.</summary>
    private static readonly string[] Names =
        ["login", "username", "user_name", "userName", "screen_name", "handle", "display_name", "displayName", "full_name", "fullName", "account_name", "accountName", "name", "email", "email_address"];

    /// <summary>Objects that hold the caller's account.</summary>
    private static readonly string[] Envelopes =
        ["user", "me", "account", "viewer", "profile", "self", "current_user", "currentUser", "data", "result", "response", "organization", "company", "team", "workspace"];

    /// <summary>A name of one line, or null where the answer names nobody; a list of accounts is not the caller.</summary>
    public static string? Of(ApiResponse response)
    {
        if (response.Truncated || response.Body.IsEmpty) return null;
        using var document = ReadableJson.TryParse(response.Body);
        return document is null ? null : Find(document.RootElement, 0);
    }

    private static string? Find(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > MaximumDepth) return null;
        return Names.Select(name => element.TryGetProperty(name, out var value) ? Readable(value) : null).FirstOrDefault(found => found is not null)
            ?? Envelopes.Select(name => element.TryGetProperty(name, out var inner) ? Find(inner, depth + 1) : null).FirstOrDefault(found => found is not null);
    }

    /// <summary>A short line of letters: whatever else an API puts there is no name, and might be meant for another reader.</summary>
    private static string? Readable(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text) return null;
        text = text.Trim();
        return text.Length is > 0 and <= Longest && text.Any(char.IsLetterOrDigit) && !text.Any(character => char.IsControl(character) || character is '<' or '>' or '{' or '}') ? text : null;
    }
}
