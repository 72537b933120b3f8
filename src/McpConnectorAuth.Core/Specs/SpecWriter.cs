using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Turns a <see cref="ConnectorSpec"/> into YAML content, with comments that point to the document's lines; the counterpart of <see cref="SpecReader"/>.</summary>
internal static class SpecWriter
{
    private static readonly YamlContentSequence NoItems = new([], []);
    private static readonly YamlContentScalar NoText = YamlContentScalar.Text("");
    private static readonly YamlContentScalar No = YamlContentScalar.Boolean(false);
    private static readonly YamlContentScalar NoLine = YamlContentScalar.Integer(0);

    /// <summary>The lines above the first key of a new file.</summary>
    public static IReadOnlyList<string> Preamble(ConnectorSpec spec) =>
    [
        $"How a connector signs in to {spec.DisplayName}. Written by generate_spec; edit freely: what you change is kept, comments and further keys too.",
        "It holds no credential. Those are entered on the portal page and stored encrypted, outside this project.",
    ];

    /// <summary>The content of a spec's file.</summary>
    public static YamlContentMapping Content(ConnectorSpec spec) => new(
    [
        new("display_name", YamlContentScalar.Text(spec.DisplayName)),
        new("connection", Connection(spec), Heading: "What connector frameworks read"),
        new("external_options_allowlist", YamlContentScalar.Text(spec.ExternalOptionsAllowlist), NoText),
        new("authentication", Authentication(spec.Authentication), Heading: "How requests are authenticated; other readers ignore this section"),
    ]);

    /// <summary>A list of placements.</summary>
    public static YamlContentSequence Placements(IReadOnlyList<Placement> placements) => Sequence(placements, placement => Mapping(
        new("in", YamlContentScalar.Text(EnumNames<PlacementLocation>.NameOf(placement.In))),
        new("name", YamlContentScalar.Text(placement.Name)),
        new("format", YamlContentScalar.Text(placement.Format))), "in", "name");

    private static YamlContentMapping Connection(ConnectorSpec spec)
    {
        var connection = spec.Connection;
        return new(
        [
            new("parameters", Parameters(connection.Parameters, spec), NoItems),
            new("auth_methods", connection.AuthMethods.Count == 0 ? null : Sequence(connection.AuthMethods, method => Mapping(
                new("name", YamlContentScalar.Text(method.Name)),
                new("description", YamlContentScalar.Text(method.Description), NoText),
                new("parameters", Parameters(method.Parameters, spec), NoItems)), "name")),
            new("oauth", connection.OAuth is null ? null : OAuth(connection.OAuth)),
        ]);
    }

    private static YamlContentSequence Parameters(IReadOnlyList<SpecParameter> parameters, ConnectorSpec spec) => Sequence(parameters, parameter => new YamlContentMapping([
        new("name", YamlContentScalar.Text(parameter.Name, Origin(spec.Authentication, $"parameter.{parameter.Name}", $"parameters.{parameter.Name}"))),
        new("type", YamlContentScalar.Text(parameter.Type), YamlContentScalar.Text("string")),
        new("required", YamlContentScalar.Boolean(parameter.Required), No),
        new("secret", YamlContentScalar.Boolean(parameter.Secret), No),
        new("description", YamlContentScalar.Text(parameter.Description), NoText),
        .. Enum(parameter)]), "name");

    /// <summary>Nothing where the parameter is free: values that a person listed in the file stay.</summary>
    private static IEnumerable<YamlContentEntry> Enum(SpecParameter parameter) => parameter.Enum is not { } values
        ? []
        : [new("enum", new YamlContentSequence([.. values.Select(value => YamlContentScalar.Text(value))], [], IsCompact: true))];

    private static YamlContentMapping OAuth(SpecOAuth oauth) => Mapping(
        new("flow", YamlContentScalar.Text(oauth.Flow)),
        new("pkce", YamlContentScalar.Boolean(oauth.Pkce), No),
        new("scopes", YamlContentScalar.Text(oauth.Scopes), NoText),
        new("authorization_url", OptionalText(oauth.AuthorizationUrl)),
        new("token_url", OptionalText(oauth.TokenUrl)),
        new("extra_auth_params", oauth.ExtraAuthParams.Count == 0 ? null : new YamlContentMapping(
            [.. oauth.ExtraAuthParams.Select(pair => new YamlContentEntry(pair.Key, YamlContentScalar.Text(pair.Value)))],
            IsClosed: true)));

    private static YamlContentMapping Authentication(AuthenticationSection section) => Mapping(
        new("document", OptionalText(section.Document)),
        new("document_sha256", OptionalText(section.DocumentSha256)),
        new("more_documents", section.MoreDocuments is { Count: > 0 } more ? Sequence(more, path => YamlContentScalar.Text(path)) : null),
        new("methods", Sequence(section.Methods, method => Method(section, method), "name")),
        new("base_urls", Sequence(section.BaseUrls, url => Mapping(
            new("url", YamlContentScalar.Text(url.Url)),
            new("environment", YamlContentScalar.Text(url.Environment), YamlContentScalar.Text("production")),
            new("line", YamlContentScalar.Integer(url.Line), NoLine),
            new("document", OptionalText(url.Document))), "url"), NoItems),
        new("hosts", Sequence(section.Hosts, host => YamlContentScalar.Text(host)), NoItems, Heading: "The only hosts a credential may go to; the person approves them in the portal"),
        new("verification", Sequence(section.Verification, call => Mapping(
            new("method", YamlContentScalar.Text(call.Method)),
            new("path", YamlContentScalar.Text(call.Path)),
            new("line", YamlContentScalar.Integer(call.Line), NoLine),
            new("document", OptionalText(call.Document))), "method", "path"), NoItems),
        new("unverified", section.Unverified.Count == 0 ? null : Sequence(section.Unverified, fact => YamlContentScalar.Text(fact)), Heading: "Facts that no quote of the document supports"),
        new("lockout_warning", OptionalText(section.LockoutWarning)),
        new("settled", section.Settled.Count == 0 ? null : Sequence(section.Settled, fact => YamlContentScalar.Text(fact)), Heading: "Facts settled by override or by hand; remove a line to follow the document again"),
        new("written_sha256", OptionalText(section.WrittenSha256)));

    private static YamlContentMapping Method(AuthenticationSection section, SpecMethod method) => Mapping(
        new("name", YamlContentScalar.Text(method.Name)),
        new("kind", YamlContentScalar.Text(EnumNames<AuthKind>.NameOf(method.Kind), Origin(section.Document, method, "kind"))),
        new("placements", method.Placements.Count == 0 ? null : Placements(method.Placements)),
        new("parameters", Names(method.Parameters), NoItems),
        new("one_time", method.OneTime.Count == 0 ? null : Names(method.OneTime)),
        new("token_auth", OptionalText(method.TokenAuth)),
        new("oauth", method.OAuth is null ? null : SpecGrantWriter.OAuth(method.OAuth)),
        new("login", method.Login is null ? null : SpecGrantWriter.Login(method.Login)),
        new("signature", method.Signature is null ? null : SpecGrantWriter.Signature(method.Signature)),
        new("evidence", method.Evidence.Count == 0 ? null : Sequence(method.Evidence, evidence => Mapping(
            new("fact", YamlContentScalar.Text(evidence.Fact)),
            new("quote", YamlContentScalar.Text(evidence.Quote)),
            new("line", YamlContentScalar.Integer(evidence.Line), NoLine),
            new("document", OptionalText(evidence.Document))), "fact", "quote")));

    private static YamlContentSequence Names(IReadOnlyList<string> names) => new([.. names.Select(name => YamlContentScalar.Text(name))], [], IsCompact: true);

    private static string? Origin(AuthenticationSection section, params string[] facts) => section.Methods
        .Select(method => facts.Select(fact => Origin(section.Document, method, fact)).FirstOrDefault(origin => origin is not null))
        .FirstOrDefault(origin => origin is not null);

    private static string? Origin(string? document, SpecMethod method, string fact) =>
        document is not null && method.Evidence.FirstOrDefault(evidence => evidence.Fact == fact && evidence.Line > 0) is { Line: var line, Document: var other }
            ? string.Create(CultureInfo.InvariantCulture, $"from {other ?? document}:{line}")
            : null;

    private static YamlContentScalar? OptionalText(string? value) => string.IsNullOrEmpty(value) ? null : YamlContentScalar.Text(value);

    private static YamlContentMapping Mapping(params YamlContentEntry[] entries) => new(entries);

    private static YamlContentSequence Sequence<T>(IReadOnlyList<T> items, Func<T, YamlContent> write, params string[] identity) =>
        new([.. items.Select(write)], identity);
}
