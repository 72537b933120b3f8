using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// What a person is asked for when they connect with one method of a spec, and the rules their answers must meet. The
/// portal and the terminal's prompts ask with the same form.
/// </summary>
public sealed partial class CredentialForm
{
    private CredentialForm(string method, IReadOnlyList<CredentialFormField> fields)
    {
        Method = method;
        Fields = fields;
    }

    /// <summary>Name of the method.</summary>
    public string Method { get; }

    /// <summary>The fields in the order of the spec.</summary>
    public IReadOnlyList<CredentialFormField> Fields { get; }

    /// <summary>The form of a method.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.NoMethod"/> where the spec has no such method.</exception>
    public static CredentialForm For(ConnectorSpec spec, string methodName)
    {
        var method = spec.RequireMethod(methodName);
        var hosts = spec.Authentication.Hosts.Concat(spec.Authentication.BaseUrls.Select(url => HostOf(url.Url))).ToList();
        return new CredentialForm(method.Name, [.. spec.ParametersOf(method).Select(parameter => FieldOf(parameter, method, hosts))]);
    }

    /// <summary>Cleans and judges what a person entered.</summary>
    /// <param name="entered">Values by field name; a field that is absent counts as empty, a name that is no field is ignored.</param>
    public CredentialFormReading Read(IReadOnlyDictionary<string, string> entered)
    {
        var values = new Dictionary<string, Secret>();
        var errors = new List<CredentialFormError>();
        var notes = new List<CredentialFormNote>();
        foreach (var field in Fields)
        {
            var value = CredentialFormCleaning.Clean(field, entered.GetValueOrDefault(field.Name, ""), notes);
            if (field.Validate(value) is { } problem) errors.Add(new CredentialFormError(field.Name, problem, field.Explain(problem)));
            else if (value.Length > 0) values[field.Name] = new Secret(value);
        }

        return new CredentialFormReading(errors.Count == 0 ? new CredentialValues(values) : null, errors, notes);
    }

    private static CredentialFormField FieldOf(SpecParameter parameter, SpecMethod method, List<string> hosts)
    {
        var hole = $"{{{parameter.Name}}}";
        var asHost = hosts.Where(host => host.Contains(hole, StringComparison.Ordinal)).ToList();
        var direct = method.Placements.Where(placement => StandsDirectly(placement.Format, hole)).ToList();
        var shape = asHost.Count > 0 ? HostShape(asHost, hole)
            : ManyLines().IsMatch(parameter.Name) ? CredentialFieldShape.Text
            : direct.Any(placement => placement.In is PlacementLocation.Header or PlacementLocation.Cookie) ? CredentialFieldShape.HeaderLine
            : CredentialFieldShape.Line;
        return new CredentialFormField(
            parameter.Name,
            LabelOf(parameter.Name),
            parameter.Description,
            LineOf(parameter, method),
            parameter.Secret,
            parameter.Required,
            shape,
            asHost.Count > 0 ? HostAffixes(asHost, hole) : RequestAffixes(direct, hole));
    }

    private static CredentialFieldShape HostShape(List<string> hosts, string hole) =>
        // With nothing fixed behind it the value decides the registered domain, so it is a host name of its own.
        hosts.Exists(host => WithoutPort(host).EndsWith(hole, StringComparison.Ordinal)) ? CredentialFieldShape.HostName : CredentialFieldShape.HostLabel;

    private static List<CredentialFormAffix> HostAffixes(List<string> hosts, string hole) =>
    [
        .. hosts.Where(host => host.IndexOf('{', StringComparison.Ordinal) == host.LastIndexOf('{'))
            .Select(host => Around(host, hole))
            .Distinct(),
    ];

    private static List<CredentialFormAffix> RequestAffixes(List<Placement> placements, string hole) =>
    [
        .. placements.Where(placement => placement.Format.IndexOf('{', StringComparison.Ordinal) == placement.Format.IndexOf(hole, StringComparison.Ordinal))
            .SelectMany(placement => placement.In == PlacementLocation.Header
                ? [new CredentialFormAffix($"{placement.Name}:", ""), Around(placement.Format, hole)]
                : new[] { Around(placement.Format, hole) })
            .Where(affix => affix.Before.Length > 0)
            .Distinct(),
    ];

    private static CredentialFormAffix Around(string text, string hole)
    {
        var at = text.IndexOf(hole, StringComparison.Ordinal);
        var after = text[(at + hole.Length)..];
        return new CredentialFormAffix(text[..at], after.Contains('{', StringComparison.Ordinal) ? "" : after);
    }

    /// <summary>Whether the hole stands in the format as it is, not inside an encoding such as <c>base64(…)</c>.</summary>
    private static bool StandsDirectly(string format, string hole)
    {
        var at = format.IndexOf(hole, StringComparison.Ordinal);
        return at >= 0 && format.AsSpan(0, at).Count('(') == format.AsSpan(0, at).Count(')');
    }

    private static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return "";
        var authority = url[(start + 3)..];
        var end = authority.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? authority : authority[..end];
    }

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && colon < host.Length - 1 && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? host[..colon] : host;
    }

    private static int LineOf(SpecParameter parameter, SpecMethod method)
    {
        foreach (var evidence in method.Evidence)
        {
            if (evidence.Fact == parameter.Name || evidence.Fact.EndsWith($":{parameter.Name}", StringComparison.Ordinal)
                || evidence.Fact.EndsWith($".{parameter.Name}", StringComparison.Ordinal))
                return evidence.Line;
        }

        return 0;
    }

    private static string LabelOf(string name)
    {
        var words = name.Split('_', '-', ' ').Where(word => word.Length > 0).Select(word => word.ToLowerInvariant() switch
        {
            "api" or "id" or "url" or "uri" or "json" or "jwt" or "pem" or "sso" or "ip" or "tls" or "ssl" or "jwk" => word.ToUpperInvariant(),
            "oauth" => "OAuth",
            var other => other,
        });
        var label = string.Join(' ', words);
        return label.Length == 0 ? name : char.ToUpperInvariant(label[0]) + label[1..];
    }

    [GeneratedRegex("(?:^|_)(?:private_key|pem|certificate|cert|ca_bundle|json|jwks?|key_?file|service_account(?:_key)?)$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ManyLines();
}
