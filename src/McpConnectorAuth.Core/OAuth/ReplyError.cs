using System.Text.Json;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>The error that a reply reports.</summary>
/// <param name="Code">The error code (RFC 6749 section 5.2) or the provider's own; empty where none is stated.</param>
/// <param name="Words">The provider's words for people, as received; empty where there are none.</param>
internal sealed record ReplyError(string Code, string Words)
{
    private const int LongestCode = 64;
    private static readonly string[] CodeMembers = ["error", "error_code", "errorCode", "code", "oauth_problem"];
    private static readonly string[] InnerCodeMembers = ["code", "type", "status", "error", "name"];
    private static readonly string[] WordMembers = ["error_description", "errorDescription", "error_message", "errorMessage", "message", "detail", "msg", "description", "reason", "title"];
    private static readonly string[] SuccessFlags = ["ok", "success"];
    private static readonly string[] FailureWords = ["error", "fail", "failed", "failure"];

    /// <summary>What a failed reply says, empty parts where it says nothing.</summary>
    public static ReplyError Of(EndpointReply reply)
    {
        if (reply.Root is not { } root) return new ReplyError("", "");
        var inner = InnerOf(root);
        var code = CodeMembers.Select(name => CodeIn(root, name)).FirstOrDefault(found => found is not null)
            ?? InnerCodeMembers.Select(name => CodeIn(inner, name)).FirstOrDefault(found => found is not null);
        var words = WordMembers.Select(name => EndpointReply.Text(root, name)).FirstOrDefault(found => found is not null)
            ?? WordMembers.Select(name => EndpointReply.Text(inner, name)).FirstOrDefault(found => found is not null)
            ?? EndpointReply.Text(root, "error");
        return new ReplyError(code ?? "", words is null || words == code ? "" : words);
    }

    /// <summary>The error that a reply reports although its status says success; null where it reports none.</summary>
    public static ReplyError? InSuccess(EndpointReply reply)
    {
        if (reply.Root is not { } root) return null;
        var isError = (root.TryGetProperty("error", out var error) && HasContent(error))
            || SuccessFlags.Any(name => root.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.False)
            || (root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && FailureWords.Contains(status.GetString()!.ToLowerInvariant()));
        return isError ? Of(reply) : null;
    }

    private static bool HasContent(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString()!.Length > 0,
        JsonValueKind.True => true,
        JsonValueKind.Number => error.GetRawText() != "0",
        JsonValueKind.Object => error.EnumerateObject().Any(),
        JsonValueKind.Array => error.GetArrayLength() > 0,
        _ => false,
    };

    private static JsonElement InnerOf(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object) return error;
        return root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 ? errors[0] : default;
    }

    private static string? CodeIn(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        return text.Length is > 0 and <= LongestCode && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or ':') ? text : null;
    }
}
