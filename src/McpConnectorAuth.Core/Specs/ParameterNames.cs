using System.Text;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Spelling of parameter names.</summary>
internal static class ParameterNames
{
    private static readonly string[] SecretWords = ["token", "key", "secret", "password", "passphrase"];

    /// <summary>Whether the name is that of something to be kept from view.</summary>
    public static bool SoundsSecret(string name) =>
        SecretWords.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name in snake_case: <c>AccountSid</c> and <c>account-sid</c> give <c>account_sid</c>.</summary>
    public static string SnakeCase(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isWordStart = char.IsAsciiLetterUpper(name[i]) && i > 0
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (isWordStart && result.Length > 0 && result[^1] != '_') result.Append('_');
            result.Append(name[i] == '-' ? '_' : char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
