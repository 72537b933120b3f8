using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Looks a parameter's value up and refuses what must never reach a request.</summary>
internal static class ParameterValues
{
    private const int MaximumNameLength = 64;

    /// <summary>Whether the text can stand between the braces of a hole.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumNameLength
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    /// <summary>The value of a parameter, its name compared as <see cref="ParameterNameComparer"/> does; null where there is none.</summary>
    public static string? Find(CredentialValues values, string name)
    {
        if (!values.TryGet(name, out var secret))
        {
            var spelled = values.Names.FirstOrDefault(candidate => ParameterNameComparer.Instance.Equals(candidate, name));
            if (spelled is null || !values.TryGet(spelled, out secret)) return null;
        }

        var value = secret.Reveal();
        return value.Length == 0 ? null : value;
    }

    /// <summary>The value of a parameter, free of control characters.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/>.</exception>
    public static string Require(CredentialValues values, string name)
    {
        var value = Find(values, name) ?? throw Invalid(name, "has no value", "Fill it in on the portal page.");

        // A line break would let a pasted value add a header of its own (RFC 9110 section 5.5).
        if (value.Any(char.IsControl) || value.AsSpan().IndexOfAny('\u2028', '\u2029') >= 0)
            throw Invalid(name, "holds a line break or another control character", "Paste it again without line breaks.");
        return value;
    }

    /// <summary>The error for a field; the value is never part of it.</summary>
    public static ConnectorAuthException Invalid(string name, string what, string nextStep) =>
        new(ErrorCodes.InvalidCredentialField, $"The field \"{name}\" {what}.", nextStep);
}
