using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// What a person is asked for when they connect with one method of a spec, and the rules their answers must meet. The
/// portal and the terminal's prompts ask with the same form.
/// </summary>
public sealed partial class CredentialForm
{
    // Compared as they are: a regular expression that ignores case builds tables of 3 MB when the page is first asked for.
    private static readonly string[] _manyLines =
    [
        "private_key", "pem", "certificate", "cert", "ca_bundle", "json", "jwk", "jwks", "keyfile", "key_file", "service_account", "service_account_key",
    ];

    private readonly IReadOnlyList<HostPattern> _hosts;

    private CredentialForm(string method, IReadOnlyList<CredentialFormField> fields, IReadOnlyList<HostPattern> hosts)
    {
        Method = method;
        Fields = fields;
        _hosts = hosts;
    }

    /// <summary>Name of the method.</summary>
    public string Method { get; }

    /// <summary>The fields in the order of the spec.</summary>
    public IReadOnlyList<CredentialFormField> Fields { get; }

    /// <summary>The form of a method.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidArgument"/> where the spec has no such method, <see cref="ErrorCodes.SpecInvalid"/> where the method names an
    /// undeclared parameter or a host can't be read.
    /// </exception>
    public static CredentialForm For(ConnectorSpec spec, string methodName)
    {
        var method = spec.RequireMethod(methodName);
        var hosts = spec.Authentication.Hosts.Concat(spec.Authentication.BaseUrls.Select(url => HostOf(url.Url))).ToList();
        return new CredentialForm(
            method.Name,
            [.. spec.ParametersOf(method).Select(parameter => FieldOf(parameter, method, hosts))],
            [.. spec.Authentication.Hosts.Distinct(StringComparer.Ordinal).Select(HostPattern.Parse)]);
    }

    /// <summary>The spec's hosts with the values put in, for the person to approve those that are used.</summary>
    /// <param name="values">Values entered so far; others than this form's fields are left aside.</param>
    public IReadOnlyList<CredentialFormHost> Hosts(CredentialValues values)
    {
        var own = new CredentialValues(values.All.Where(value => Fields.Any(field => field.Name == value.Key)));
        return [.. _hosts.Select(host => HostOf(host, own)).DistinctBy(host => (host.Text, host.Used))];
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
            if (value.Length > 0) values[field.Name] = new Secret(value);
        }

        var cleaned = new CredentialValues(values, Fields.Where(field => field.Secret).Select(field => field.Name));
        return new CredentialFormReading(errors.Count == 0 ? cleaned : null, cleaned, errors, notes);
    }

    private CredentialFormHost HostOf(HostPattern pattern, CredentialValues values)
    {
        var fields = pattern.ParameterNames.Select(name => Fields.FirstOrDefault(field => ParameterNameComparer.Instance.Equals(field.Name, name))).ToList();
        var optional = fields.Exists(field => field is null or { Required: false });
        var used = !optional || fields.TrueForAll(field => field is { Required: true } || (field is not null && values.TryGet(field.Name, out _)));
        try
        {
            var text = pattern.Expand(values);
            return new CredentialFormHost(pattern.Text, text, true, used, optional, HostAddress.TryParse(text, out var address) ? address.Class : AddressClass.Public);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.InvalidCredentialField)
        {
            return new CredentialFormHost(pattern.Text, pattern.Text, false, used, optional, AddressClass.Public);
        }
    }

    private static CredentialFormField FieldOf(SpecParameter parameter, SpecMethod method, List<string> hosts)
    {
        var asHost = hosts.Select(host => Split(host, parameter.Name)).OfType<Around>().ToList();
        var direct = method.Placements
            .Select(placement => (placement.In, placement.Name, Text: Split(placement.Format, parameter.Name)))
            .Where(placement => placement.Text is { Encoded: false })
            .ToList();
        var shape = asHost.Count > 0 ? HostShape(asHost)
            : parameter.Enum is null && HasManyLines(parameter.Name) ? CredentialFieldShape.Text
            : direct.Exists(placement => placement.In is PlacementLocation.Header or PlacementLocation.Cookie) ? CredentialFieldShape.HeaderLine
            : CredentialFieldShape.Line;
        IEnumerable<CredentialFormAffix> affixes = asHost.Count > 0
            ? asHost.Where(host => host.Alone).Select(host => new CredentialFormAffix(host.Before, host.After))
            : direct.Where(placement => placement.Text!.Alone).SelectMany(placement => RequestAffixes(placement.In, placement.Name, placement.Text!));
        return new CredentialFormField(
            parameter.Name,
            LabelOf(parameter.Name),
            parameter.Description,
            LineOf(parameter, method),
            parameter.Secret,
            parameter.Required,
            shape,
            [.. affixes.Distinct()],
            parameter.Enum ?? [])
        {
            OneTime = method.OneTime.Contains(parameter.Name),
        };
    }

    private static CredentialFieldShape HostShape(List<Around> hosts) =>
        // With nothing fixed behind it the value decides the registered domain, so it is a host name of its own.
        hosts.Exists(host => host.After.Length == 0 || host.After[0] == ':') ? CredentialFieldShape.HostName : CredentialFieldShape.HostLabel;

    private static IEnumerable<CredentialFormAffix> RequestAffixes(PlacementLocation location, string name, Around text)
    {
        // A person may copy the whole header line from an example.
        if (location == PlacementLocation.Header) yield return new CredentialFormAffix($"{name}:", "");
        if (text.Before.Length > 0) yield return new CredentialFormAffix(text.Before, text.After);
    }

    /// <summary>The text around a parameter's hole, whose spelling may differ from the parameter's; null where there is no such hole.</summary>
    private static Around? Split(string text, string parameter)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close < 0) return null;
            if (!ParameterNameComparer.Instance.Equals(text[(open + 1)..close], parameter)) continue;
            return new Around(text[..open], text[(close + 1)..]);
        }

        return null;
    }

    private static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return "";
        var authority = url[(start + 3)..];
        var end = authority.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? authority : authority[..end];
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
        var words = Word().Matches(name).Select(match => match.Value.ToLowerInvariant() switch
        {
            "api" or "id" or "url" or "uri" or "json" or "jwt" or "pem" or "sso" or "ip" or "tls" or "ssl" or "jwk" => match.Value.ToUpperInvariant(),
            "oauth" => "OAuth",
            var other => other,
        });
        var label = string.Join(' ', words);
        return label.Length == 0 ? name : char.ToUpperInvariant(label[0]) + label[1..];
    }

    /// <summary>Whether a name ends like that of a key or a file of several lines.</summary>
    private static bool HasManyLines(string name) => Array.Exists(_manyLines, ending =>
        name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (name.Length == ending.Length || name[^(ending.Length + 1)] == '_'));

    /// <summary>What stands before and after a hole.</summary>
    private sealed record Around(string Before, string After)
    {
        /// <summary>Whether the hole is inside an encoding such as <c>base64(…)</c>.</summary>
        public bool Encoded => Before.Count(character => character == '(') > Before.Count(character => character == ')');

        /// <summary>Whether it is the only hole, so that the text around it is fixed.</summary>
        public bool Alone => !Before.Contains('{', StringComparison.Ordinal) && !After.Contains('{', StringComparison.Ordinal);
    }

    // A run of capitals, or a word that may begin with one: "AccountSid" has two words, "api_URL" too.
    [GeneratedRegex("[A-Z]?[^A-Z_ -]+|[A-Z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
