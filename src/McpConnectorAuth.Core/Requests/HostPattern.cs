using System.Buffers;
using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>A host of a spec: <c>host</c> or <c>host:port</c>, with <c>{parameter}</c> holes such as <c>{subdomain}.example.com</c>.</summary>
public sealed class HostPattern
{
    /// <summary>One of these would end the host early or start another part of the URL.</summary>
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("/@:?#\\%[]");

    private readonly CredentialFormat _format;

    // The address of a pattern without holes, once it was asked for.
    private HostAddress? _whole;

    private HostPattern(CredentialFormat format) => _format = format;

    /// <summary>The pattern as written.</summary>
    public string Text => _format.Text;

    /// <summary>Names of the parameters in the holes, in the order of their first use.</summary>
    public IReadOnlyList<string> ParameterNames => _format.ParameterNames;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/>.</exception>
    public static HostPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!CredentialFormat.TryParse(pattern, out var format) || !HostAddress.TryParse(Fill(format, _ => "x", _ => "1"), out _))
        {
            throw new ConnectorAuthException(
                ErrorCodes.SpecInvalid,
                $"\"{(pattern.Length <= 80 ? pattern : pattern[..80] + "…")}\" is not a host.",
                "Write a host as \"api.example.com\", \"{subdomain}.example.com\" or with a port, without scheme, path or user name.");
        }

        return new HostPattern(format);
    }

    /// <summary>Puts the values in.</summary>
    /// <returns><c>host</c> or <c>host:port</c> in canonical spelling: lower case, Punycode, no trailing dot.</returns>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidCredentialField"/> where a value is missing, is no part of a host name, or makes the host
    /// this machine or a link-local address; such a host has to stand in the spec itself.
    /// </exception>
    public string Expand(CredentialValues values) => ExpandAddress(values).ToString();

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal HostAddress ExpandAddress(CredentialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (_whole is not null) return _whole;
        var expanded = Fill(_format, name => HostSafe(name, ParameterValues.Require(values, name)), name => ParameterValues.Require(values, name));
        if (!HostAddress.TryParse(expanded, out var address))
            throw NotAHost(ParameterNames.Count > 0 ? ParameterNames[0] : Text);
        if (ParameterNames.Count == 0) _whole = address;
        if (ParameterNames.Count > 0 && address.Class is (AddressClass.Loopback or AddressClass.LinkLocalOrReserved))
        {
            throw ParameterValues.Invalid(
                ParameterNames[0],
                "leads to this machine or to a link-local address",
                "Enter the API's own host; where the API does run there, name that host in authentication.hosts of the spec.");
        }

        return address;
    }

    private static string HostSafe(string name, string value)
    {
        if (value.AsSpan().ContainsAny(Delimiters) || value.Any(char.IsWhiteSpace)) throw NotAHost(name);
        return value;
    }

    private static ConnectorAuthException NotAHost(string name) => ParameterValues.Invalid(
        name, "is not part of a host name", "Enter only the part that varies, such as \"acme\", without \"https://\", slashes or a port.");

    private static string Fill(CredentialFormat format, Func<string, string> host, Func<string, string> port)
    {
        var text = new StringBuilder();
        foreach (var part in format.Parts)
        {
            text.Append(part switch
            {
                FormatPart.Literal literal => literal.Text,
                FormatPart.Hole hole => text.Length > 0 && text[^1] == ':' ? port(hole.Name) : host(hole.Name),
                _ => "/",
            });
        }

        return text.ToString();
    }
}
