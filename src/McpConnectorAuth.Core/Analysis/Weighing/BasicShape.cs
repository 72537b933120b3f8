using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What stands for user name and password in a Basic format such as <c>Basic base64({email}/token:{api_token})</c>.</summary>
internal static class BasicShape
{
    private const string Open = "base64(";

    /// <summary>The two sides of the pair.</summary>
    public static (string User, string Password) Sides(string format)
    {
        var start = format.IndexOf(Open, StringComparison.Ordinal);
        var inner = start < 0 ? format : format[(start + Open.Length)..].TrimEnd(')');
        var depth = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            depth += inner[i] == '{' ? 1 : inner[i] == '}' ? -1 : 0;
            if (inner[i] == ':' && depth == 0)
                return (inner[..i], inner[(i + 1)..]);
        }

        return (inner, "{password}");
    }

    /// <summary>Canonical names of the two sides.</summary>
    public static (string User, string Password) Parts(string format)
    {
        var (user, password) = Sides(format);
        return (Side(user, "username"), Side(password, "password"));
    }

    /// <summary>One key for all spellings of the same pair.</summary>
    public static string Key(string format)
    {
        var (user, password) = Parts(format);
        return user + ":" + password;
    }

    /// <summary>Whether the pair says no more than user name and password.</summary>
    public static bool IsVague(string format) => Key(format) is "username:password" or "?:password" or "username:?" or "?:?";

    private static string Side(string side, string plain)
    {
        var holes = Template.Holes(side);
        if (holes.Count == 0)
            return side.Contains("{}", StringComparison.Ordinal) ? "?" : side.ToLowerInvariant();
        var snake = CredentialNames.Snake(holes[0]);
        var known = CredentialNames.Find(snake)?.Name ?? (snake == "login" ? "username" : snake);
        var rest = side.Replace("{" + holes[0] + "}", "", StringComparison.Ordinal);
        // A key in place of the user name has many names.
        if (known is "key" or "token" or "api_token" or "secret_key" or "access_token" or "api_key" && plain == "username")
            known = "key";
        return (known == plain ? plain : known) + rest;
    }
}
