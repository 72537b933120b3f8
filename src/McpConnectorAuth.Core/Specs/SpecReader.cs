using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Turns a YAML tree into a <see cref="ConnectorSpec"/> and refuses what breaks the format; the counterpart of <see cref="SpecWriter"/>.</summary>
internal static partial class SpecReader
{
    private const string DocumentPath = "the path of the API document";

    /// <summary>Client authentication at a token endpoint, as <see cref="SpecMethod.TokenAuth"/> names it.</summary>
    public static readonly IReadOnlyList<string> TokenAuthNames = ["basic", "body", "query", "none", "private_key_jwt", "client_secret_jwt"];

    /// <summary>Values of <see cref="SpecOAuth.Flow"/>.</summary>
    public static readonly IReadOnlyList<string> Flows = ["m2m", "u2m", "u2m_per_user"];

    /// <summary>What a message says is expected of a call's path.</summary>
    public const string PathWords = "a path below the base URL with a leading slash, or an https URL";
    private const int MostValues = 100;
    private const string ParameterNameWords = "a name of letters, digits, underscores and hyphens, at most 64, a letter or underscore first";

    /// <summary>Reads a spec.</summary>
    /// <param name="root">The root node; null where the file holds none.</param>
    /// <param name="displayPath">How the file is named in messages.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> with line, column, key path and what is expected.</exception>
    public static ConnectorSpec Read(YamlNode? root, string displayPath)
    {
        var file = new SpecCursor(displayPath, "", root, root?.Position ?? new YamlPosition(1, 1));
        if (file.IsMissing)
            throw YamlTree.Breach(displayPath, new YamlPosition(1, 1), "the file is empty.", "Call generate_spec to write the spec from the API document.");
        file.RequireMapping();
        if (file["authentication"].IsMissing)
        {
            throw YamlTree.Breach(
                displayPath,
                root!.Position,
                "authentication: the section is missing, as in a file that another connector framework reads.",
                "Call generate_spec: it keeps what is there and adds the methods, base URLs, hosts and verification call that the API document states.");
        }

        var connection = ReadConnection(file["connection"]);
        var spec = new ConnectorSpec(
            file["display_name"].RequiredText("the API's name for people", IsOneLine),
            connection,
            file["external_options_allowlist"].OptionalText("comma-separated option names") ?? "",
            ReadAuthentication(file["authentication"], connection));
        return spec;
    }

    /// <summary>Whether the text can be the name of a parameter or method.</summary>
    public static bool IsName(string text) => ParameterName().IsMatch(text);

    /// <summary>Whether the text can be the name of a header or cookie (a token, RFC 9110 section 5.6.2).</summary>
    public static bool IsToken(string text) => Token().IsMatch(text);

    /// <summary>Whether the text can be an HTTP method.</summary>
    public static bool IsHttpMethod(string text) => HttpMethodName().IsMatch(text);

    /// <summary>Whether a method's credential goes onto requests as it was entered, so that every hole of a placement is a parameter.</summary>
    public static bool IsDirect(AuthKind kind) => kind is AuthKind.Bearer or AuthKind.ApiKey or AuthKind.Basic;

    /// <summary>Whether requests of the kind are made without any placement: the transport or a computed header carries the credential.</summary>
    public static bool NeedsNoPlacement(AuthKind kind) => kind is AuthKind.Mtls or AuthKind.Digest or AuthKind.OAuth1 or AuthKind.SignedRequest;

    /// <summary>Whether the text is one line of at most 200 characters.</summary>
    public static bool IsOneLine(string text) => text.Length <= 200 && !text.Any(char.IsControl);

    private static ConnectionSection ReadConnection(SpecCursor section)
    {
        section.RequireMapping();
        var shared = ReadParameters(section["parameters"], []);
        var methods = new List<SpecAuthMethod>();
        foreach (var item in section["auth_methods"].Items("methods"))
        {
            var name = item["name"].RequiredText(ParameterNameWords, IsName);
            if (methods.Any(method => method.Name == name)) throw item["name"].Breach($"the method \"{name}\" is declared a second time.");
            methods.Add(new SpecAuthMethod(name, item["description"].OptionalText("a text") ?? "", ReadParameters(item["parameters"], shared)));
        }

        return new ConnectionSection(shared, methods, ReadOAuth(section["oauth"]));
    }

    /// <summary>Reads a list of parameters; none may be declared in it or among the shared ones twice.</summary>
    public static IReadOnlyList<SpecParameter> ReadParameters(SpecCursor list, IReadOnlyList<SpecParameter> shared)
    {
        var parameters = new List<SpecParameter>();
        foreach (var item in list.Items("parameters"))
        {
            var name = item["name"].RequiredText(ParameterNameWords, IsName);
            if (shared.Concat(parameters).Any(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, name)))
                throw item["name"].Breach($"the parameter \"{name}\" is declared a second time.");
            parameters.Add(new SpecParameter(
                name,
                item["type"].OptionalText("a type such as string") ?? "string",
                item["required"].Boolean(absent: false),
                item["secret"].Boolean(absent: false),
                item["description"].OptionalText("a text") ?? "",
                ReadEnum(item)));
        }

        return parameters;
    }

    /// <summary>Reads the only values that a parameter can have; null where it is free.</summary>
    private static List<string>? ReadEnum(SpecCursor parameter)
    {
        var list = parameter["enum"];
        if (list.IsMissing) return null;
        var values = new List<string>();
        foreach (var item in list.Items("values"))
        {
            var value = item.RequiredText("a value of one line without blanks around it", text => text.Length > 0 && text.Trim() == text && IsOneLine(text));
            if (values.Contains(value)) throw item.Breach($"the value \"{value}\" is listed a second time.");
            values.Add(value);
        }

        if (values.Count is 0 or > MostValues) throw list.Breach($"expected 1 to {MostValues} values.");
        if (parameter["secret"].Boolean(absent: false)) throw list.Breach("a secret is not one of a list.");
        return values;
    }

    private static SpecOAuth? ReadOAuth(SpecCursor section)
    {
        if (section.IsMissing) return null;
        var extra = section["extra_auth_params"];
        return new SpecOAuth(
            section["flow"].RequiredText($"one of {string.Join(", ", Flows)}", Flows.Contains),
            section["pkce"].Boolean(absent: false),
            section["scopes"].OptionalText("all scopes as one text") ?? "",
            section["authorization_url"].OptionalText(SpecUrl.Expected, IsUrl),
            section["token_url"].OptionalText(SpecUrl.Expected, IsUrl),
            extra.Keys().ToDictionary(key => key, key => extra[key].OptionalText("a text") ?? "", StringComparer.Ordinal));
    }

    private static bool IsUrl(string text) => SpecUrl.TryParse(text, out _);

    private static AuthenticationSection ReadAuthentication(SpecCursor section, ConnectionSection connection)
    {
        section.RequireMapping();
        var declared = connection.Parameters.Concat(connection.AuthMethods.SelectMany(method => method.Parameters))
            .Select(parameter => parameter.Name)
            .Concat(section["methods"].Items("methods").SelectMany(SpecGrantReader.FactNames))
            .ToHashSet(ParameterNameComparer.Instance);
        var hosts = section["hosts"].Items("hosts").Select(item => ReadHost(item, declared)).ToList();
        var methods = ReadMethods(section["methods"], connection, declared, hosts);
        return new AuthenticationSection(
            Path(section["document"]),
            section["document_sha256"].OptionalText("64 lower-case hex digits", Sha256().IsMatch),
            methods,
            [.. section["base_urls"].Items("base URLs").Select(item => ReadBaseUrl(item, declared, hosts))],
            hosts,
            [.. section["verification"].Items("verification calls").Select(item => ReadVerification(item, declared, hosts))],
            [.. section["unverified"].Items("names of facts").Select(item => item.RequiredText("the name of a fact"))],
            section["lockout_warning"].OptionalText("a text"),
            section["more_documents"].Items("paths of API documents").Select(item => item.RequiredText(DocumentPath, IsOneLine)).ToList() is { Count: > 0 } more ? more : null)
        {
            Settled = [.. section["settled"].Items("names of facts").Select(item => item.RequiredText("the name of a fact"))],
            WrittenSha256 = section["written_sha256"].OptionalText("64 lower-case hex digits", Sha256().IsMatch),
        };
    }

    private static string? Path(SpecCursor item) => item.OptionalText(DocumentPath, IsOneLine);

    private static List<SpecMethod> ReadMethods(SpecCursor list, ConnectionSection connection, HashSet<string> declared, List<string> hosts)
    {
        var methods = new List<SpecMethod>();
        foreach (var item in list.Items("methods"))
        {
            var name = item["name"].RequiredText(ParameterNameWords, IsName);
            if (methods.Any(method => method.Name == name)) throw item["name"].Breach($"the method \"{name}\" is declared a second time.");
            methods.Add(ReadMethod(item, name, connection, declared, hosts));
        }

        return methods.Count > 0 ? methods : throw list.Expected("at least one method");
    }

    private static SpecMethod ReadMethod(SpecCursor item, string name, ConnectionSection connection, HashSet<string> declared, List<string> hosts)
    {
        var choice = connection.AuthMethods.FirstOrDefault(method => method.Name == name);
        if (connection.AuthMethods.Count > 0 && choice is null)
            throw item["name"].Breach($"the method \"{name}\" is not declared in connection.auth_methods.");

        var kind = item["kind"].Name(AuthKind.None, AuthKind.NotDocumented);
        var available = connection.Parameters.Concat(choice?.Parameters ?? []).Select(parameter => parameter.Name).ToList();
        var parameters = item["parameters"].Items("parameter names").Select(parameter => ReadParameterName(parameter, available)).ToList();
        var oauth = SpecGrantReader.ReadOAuth(item["oauth"], parameters, RequireDeclaredAndListed);
        var login = SpecGrantReader.ReadLogin(item["login"], parameters, ReadPlacement, RequireOwnPath);
        var signature = SpecGrantReader.ReadSignature(item["signature"]);
        var placements = item["placements"];
        var holes = HolesOf(kind, parameters, login, signature);
        var read = placements.Items("placements").Select(placement => ReadPlacement(placement, holes)).ToList();
        if (read.Count == 0 && !NeedsNoPlacement(kind)) throw placements.Expected("at least one placement, which says where on a request the credential goes");
        return new SpecMethod(
            name,
            kind,
            read,
            parameters,
            item["token_auth"].OptionalText($"one of {string.Join(", ", TokenAuthNames)}", TokenAuthNames.Contains),
            [
                .. item["evidence"].Items("quotes").Select(quote =>
                    new Evidence(quote["fact"].RequiredText("the name of a fact"), quote["quote"].RequiredText("a passage of the document"), quote["line"].Line(), Path(quote["document"]))),
            ],
            oauth,
            login,
            signature)
        {
            OneTime = ReadOneTime(item["one_time"], kind, parameters),
        };

        void RequireDeclaredAndListed(SpecCursor cursor, SpecUrl url)
        {
            RequireDeclared(cursor, url.Text, declared);
            RequireListed(cursor, url, hosts);
        }

        void RequireOwnPath(SpecCursor cursor, string path) => RequirePath(cursor, path, declared, hosts);
    }

    /// <summary>A value that every request carries can't be good for one of them only.</summary>
    private static List<string> ReadOneTime(SpecCursor list, AuthKind kind, List<string> parameters)
    {
        var names = list.Items("parameter names").Select(parameter => ReadParameterName(parameter, parameters)).ToList();
        return names.Count == 0 || kind == AuthKind.SessionLogin || kind.IsOAuth2()
            ? names
            : throw list.Breach($"a method of the kind {EnumNames<AuthKind>.NameOf(kind)} has no sign-in that a value could be good for.");
    }

    /// <summary>What the holes of a method's placements may name; null where an authorization server names what it issues.</summary>
    private static List<string>? HolesOf(AuthKind kind, List<string> parameters, SpecLogin? login, SpecSignature? signature) =>
        IsDirect(kind) ? parameters
        : kind == AuthKind.OAuth1 ? null
        : login is not null ? [.. parameters, .. login.Returns.Select(returned => returned.Name)]
        : signature is not null ? [.. parameters, .. SpecGrantReader.ComputedHoles]
        : null;

    private static string ReadParameterName(SpecCursor item, List<string> available)
    {
        var name = item.RequiredText("the name of a parameter");
        return available.Contains(name)
            ? name
            : throw item.Breach($"the parameter \"{name}\" is not declared in the section connection{(available.Count > 0 ? $"; declared for this method: {string.Join(", ", available)}" : "")}.");
    }

    /// <summary>Reads a placement whose holes are among the given ones; null lets any pass.</summary>
    public static Placement ReadPlacement(SpecCursor item, IReadOnlyList<string>? holes)
    {
        var location = item["in"].Name<PlacementLocation>();
        var name = location is PlacementLocation.Header or PlacementLocation.Cookie
            ? item["name"].RequiredText($"the exact name of a {EnumNames<PlacementLocation>.NameOf(location)}", IsToken)
            : item["name"].RequiredText("the exact name", IsOneLine);
        var format = item["format"].RequiredText("a value of one line with {parameter} holes", text => text.Length <= 2048 && !text.Any(char.IsControl));

        var stranger = holes is null ? null : ParseFormat(item["format"], format).ParameterNames.FirstOrDefault(hole => !holes.Contains(hole, ParameterNameComparer.Instance));
        return stranger is null
            ? new Placement(location, name, format)
            : throw item["format"].Breach($"the hole {{{stranger}}} is no parameter of the method; its parameters are: {string.Join(", ", holes!)}.");
    }

    private static CredentialFormat ParseFormat(SpecCursor cursor, string format)
    {
        try
        {
            return CredentialFormat.Parse(format);
        }
        catch (ConnectorAuthException error)
        {
            throw cursor.Breach(error.Message);
        }
    }

    private static string ReadHost(SpecCursor item, HashSet<string> declared)
    {
        var host = item.RequiredText("a host in lower case, such as api.example.com, {subdomain}.example.com or api.example.com:8443", SpecUrl.IsHost);
        RequireDeclared(item, host, declared);
        return host;
    }

    private static SpecBaseUrl ReadBaseUrl(SpecCursor item, HashSet<string> declared, List<string> hosts)
    {
        var text = item["url"].RequiredText(SpecUrl.Expected);
        if (!SpecUrl.TryParse(text, out var url)) throw item["url"].Expected(SpecUrl.Expected);
        RequireDeclared(item["url"], text, declared);
        RequireListed(item["url"], url, hosts);
        return new SpecBaseUrl(url.Text, item["environment"].OptionalText("a name such as production") ?? "production", item["line"].Line(), Path(item["document"]));
    }

    private static SpecVerification ReadVerification(SpecCursor item, HashSet<string> declared, List<string> hosts)
    {
        var path = item["path"].RequiredText(PathWords);
        RequirePath(item["path"], path, declared, hosts);
        return new SpecVerification(item["method"].RequiredText("an HTTP method in capitals, such as GET", HttpMethodName().IsMatch), path, item["line"].Line(), Path(item["document"]));
    }

    private static void RequirePath(SpecCursor cursor, string path, HashSet<string> declared, List<string> hosts)
    {
        if (SpecUrl.TryParse(path, out var url)) RequireListed(cursor, url, hosts);
        else if (!SpecUrl.IsPath(path)) throw cursor.Expected(PathWords);
        RequireDeclared(cursor, path, declared);
    }

    private static void RequireDeclared(SpecCursor cursor, string text, HashSet<string> declared)
    {
        if (SpecUrl.HolesOf(text).FirstOrDefault(hole => !declared.Contains(hole)) is { } stranger)
            throw cursor.Breach($"the hole {{{stranger}}} is no parameter of the section connection.");
    }

    private static void RequireListed(SpecCursor cursor, SpecUrl url, List<string> hosts)
    {
        if (!hosts.Contains(url.Host, StringComparer.Ordinal))
            throw cursor.Breach($"the host {url.Host} is not listed in authentication.hosts, so no credential may go there.");
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[A-Z]{1,20}\z", RegexOptions.NonBacktracking)]
    private static partial Regex HttpMethodName();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Sha256();
}
