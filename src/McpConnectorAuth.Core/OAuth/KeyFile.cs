using System.Text.Json;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A JSON file that a provider hands out for a key: the key in <c>private_key</c> (or in an object of any name), and beside it who it belongs to.</summary>
internal static class KeyFile
{
    private const int LongestMember = 2048;
    private const string KeyMember = "private_key";

    /// <summary>The text members of a key file other than the key, as values that can fill holes: <c>client_email</c>, <c>private_key_id</c> and the like.</summary>
    public static CredentialValues Members(SpecAssertion? assertion, CredentialValues values)
    {
        using var document = assertion is not null && ParameterValues.Find(values, assertion.Key) is { } text ? TryParse(text) : null;
        if (document is null || document.RootElement.TryGetProperty("kty", out _)) return new CredentialValues([]);
        return new CredentialValues(Objects(document.RootElement).SelectMany(element => element.EnumerateObject())
            .Where(member => member.Name != KeyMember && member.Value.ValueKind == JsonValueKind.String && ParameterValues.IsName(member.Name))
            .Select(member => KeyValuePair.Create(member.Name, member.Value.GetString() ?? ""))
            .Where(pair => pair.Value.Length is > 0 and <= LongestMember)
            .DistinctBy(pair => pair.Key)
            .Select(pair => KeyValuePair.Create(pair.Key, new Secret(pair.Value))));
    }

    /// <summary>The key of a key file; the text itself where it is none.</summary>
    public static string KeyOf(string text)
    {
        using var document = TryParse(text);
        if (document is null || document.RootElement.TryGetProperty("kty", out _)) return text;
        foreach (var element in Objects(document.RootElement))
        {
            if (element.TryGetProperty(KeyMember, out var key) || element.TryGetProperty("privateKey", out key))
                return key.ValueKind == JsonValueKind.String ? key.GetString()! : key.GetRawText();
        }

        return text;
    }

    // Providers put the members at the top or into one object below.
    private static IEnumerable<JsonElement> Objects(JsonElement root) => root.EnumerateObject()
        .Where(member => member.Value.ValueKind == JsonValueKind.Object)
        .SelectMany(member => member.Value.EnumerateObject().Where(inner => inner.Value.ValueKind == JsonValueKind.Object).Select(inner => inner.Value).Prepend(member.Value))
        .Prepend(root);

    private static JsonDocument? TryParse(string text)
    {
        return text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith('{') ? ReadableJson.TryParse(text) : null;
    }
}
