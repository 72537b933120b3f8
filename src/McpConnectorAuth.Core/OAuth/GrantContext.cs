using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>What a grant is carried out with.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Method">One of its methods.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Values">What the person supplied, what a key file of theirs states, and facts that were issued.</param>
/// <param name="ApprovedHosts">Hosts that the person approved.</param>
internal sealed record GrantContext(
    ConnectorSpec Spec, SpecMethod Method, OAuthSettings Settings, CredentialValues Values, IReadOnlyList<string> ApprovedHosts)
{
    /// <summary>The client among the values.</summary>
    public ClientIdentity Client => ClientIdentity.Of(Spec, Method, Values);

    public static GrantContext Of(ConnectorSpec spec, SpecMethod method, CredentialValues values, IReadOnlyList<string> approvedHosts, TokenState? current = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(approvedHosts);
        var settings = OAuthSettings.Of(spec, method);
        var known = KeyFile.Members(settings.Assertion, values).With(values);
        return new GrantContext(spec, method, settings, current is null ? known : known.With(current.Issued), approvedHosts);
    }

    /// <summary>The same with facts that became known on the way.</summary>
    public GrantContext With(CredentialValues facts) => this with { Values = Values.With(facts) };

    /// <summary>An endpoint with its holes filled.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where the spec does not name it.</exception>
    public Uri Endpoint(string? template, string what) => EndpointUrl.Expand(template ?? throw Missing(what), Values);

    /// <summary>Further parameters, their holes filled.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fill(IReadOnlyDictionary<string, string> parameters, CredentialValues? more = null)
    {
        var values = more is null ? Values : Values.With(more);
        return parameters.Select(pair => KeyValuePair.Create(pair.Key, CredentialFormat.Parse(pair.Value).Render(values)));
    }

    /// <summary>Takes everything that is secret here out of a text, and what this exchange adds.</summary>
    public string Redact(string text, IEnumerable<Secret> more)
    {
        var open = Spec.ParametersOf(Method).Where(parameter => !parameter.Secret).Select(parameter => parameter.Name)
            .Concat(Settings.ReplyFacts.Keys).Concat(Settings.CallbackFacts.Keys)
            .ToHashSet(ParameterNameComparer.Instance);
        var redactor = Redactor.For(Values, name => Values.SecretNames.Contains(name) || !open.Contains(name));
        foreach (var secret in more) redactor.Add("secret", secret);
        return redactor.Redact(text);
    }

    private ConnectorAuthException Missing(string what) => new(
        ErrorCodes.SpecInvalid,
        $"The spec names no {what} for the method {Method.Name}.",
        "Call generate_spec with the URL that the document gives, or add it to authentication.methods[].oauth.");
}
