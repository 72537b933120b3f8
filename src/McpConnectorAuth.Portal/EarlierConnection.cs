using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal;

/// <summary>
/// A connection that is stored already: what the page says about it, and what a person need not enter again. A stored secret
/// serves again only where it goes to no host but those that the person approved with it; a spec is a file that an agent may edit.
/// </summary>
internal sealed class EarlierConnection(string notice, Connection? stored, bool ended = false)
{
    /// <summary>What the page says.</summary>
    public string Notice => notice;

    /// <summary>Whether it needs a new sign-in.</summary>
    public bool Ended => ended;

    /// <summary>When the person confirmed it, UTC; null where it can't be read.</summary>
    public DateTimeOffset? ConfirmedAt => stored?.ConfirmedAt;

    /// <summary>Scopes that were granted, or null where nothing says.</summary>
    public IReadOnlyList<string>? GrantedScopes => stored?.Token?.Scopes;

    /// <summary>Whether the person approved a host with it.</summary>
    public bool Approved(string host) => stored is not null && stored.ApprovedHosts.Contains(host, StringComparer.Ordinal);

    /// <summary>Puts in what may be shown: values that were never secret, and the approval where the hosts are the same.</summary>
    /// <param name="empty">The form before anything was entered.</param>
    /// <param name="spec">The spec.</param>
    public FormState Fill(FormState empty, ConnectorSpec spec)
    {
        if (stored is null || stored.Method != empty.Method || stored.Values.SecretNames.Count == 0) return empty;
        var form = CredentialForm.For(spec, empty.Method);
        var secret = stored.Values.SecretNames.ToHashSet(ParameterNameComparer.Instance);
        var shown = new Dictionary<string, Secret>();
        foreach (var field in form.Fields.Where(field => !field.Secret && !secret.Contains(field.Name)))
        {
            if (stored.Values.TryGet(field.Name, out var value) && field.Validate(value.Reveal()) is null) shown[field.Name] = value;
        }

        var hosts = form.Hosts(new CredentialValues(shown)).Where(host => host.Used).ToList();
        return empty with { Entered = shown, ApprovedHosts = Serves(empty.Method, hosts) ? [.. hosts.Select(host => host.Text)] : [] };
    }

    /// <summary>The stored secret of a field; null where there is none, or where it would go to a host that was not approved with it.</summary>
    /// <param name="field">A secret field of the method's form.</param>
    /// <param name="method">The method.</param>
    /// <param name="hosts">The hosts that are used.</param>
    public Secret? Find(CredentialFormField field, string method, IReadOnlyList<CredentialFormHost> hosts) =>
        field.Secret && Serves(method, hosts) && stored!.Values.TryGet(field.Name, out var value) ? value : null;

    /// <summary>Whether a stored secret is there and does not serve because it would go to another host.</summary>
    public bool Withholds(CredentialFormField field, string method, IReadOnlyList<CredentialFormHost> hosts) =>
        field.Secret && stored?.Method == method && stored.Values.TryGet(field.Name, out _) && hosts.Count > 0 && hosts.All(host => host.Exact) && !Serves(method, hosts);

    private bool Serves(string method, IReadOnlyList<CredentialFormHost> hosts) =>
        stored?.Method == method && hosts.Count > 0 && hosts.All(host => host.Exact && Approved(host.Text));
}
