using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal;

/// <summary>A host of the spec as the page shows it.</summary>
/// <param name="Pattern">As the spec has it.</param>
/// <param name="Text">The exact host, or the pattern where values are missing.</param>
/// <param name="Exact">Whether <paramref name="Text"/> is the exact host.</param>
/// <param name="Class">What kind of address it is.</param>
internal sealed record HostView(string Pattern, string Text, bool Exact, AddressClass Class)
{
    /// <summary>The hosts that a form's values lead to, each once.</summary>
    public static IReadOnlyList<HostView> All(ConnectorSpec spec, CredentialForm form, IReadOnlyDictionary<string, Secret> entered)
    {
        var values = new CredentialValues(entered.Where(entry => form.Fields.Any(field => field.Name == entry.Key)));
        return [.. spec.Authentication.Hosts.Select(pattern => Of(pattern, values)).DistinctBy(host => host.Text)];
    }

    private static HostView Of(string pattern, CredentialValues values)
    {
        try
        {
            var text = HostPattern.Parse(pattern).Expand(values);
            return new HostView(pattern, text, true, HostAddress.TryParse(text, out var address) ? address.Class : AddressClass.Public);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.InvalidCredentialField)
        {
            return new HostView(pattern, pattern, false, AddressClass.Public);
        }
    }
}
