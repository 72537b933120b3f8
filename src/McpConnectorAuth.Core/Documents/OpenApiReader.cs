namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads OpenAPI 2.0 to 3.2 in JSON and YAML: servers, security, operations, and the prose of the descriptions.</summary>
internal static class OpenApiReader
{
    private const int Head = 3000;
    private const int MostOperations = 5000;
    private const int LongestDescription = 400_000;
    private const int LongestName = 80;
    private const int MostParameters = 200;
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete"];

    private static readonly TreeShape Parameters = TreeShape.Each(TreeShape.Of(("in", TreeShape.Whole), ("name", TreeShape.Whole), ("required", TreeShape.Whole), ("$ref", TreeShape.Whole)));
    private static readonly TreeShape Operation = TreeShape.Of(("security", TreeShape.Whole), ("parameters", Parameters), ("servers", TreeShape.Whole), ("summary", TreeShape.Whole));

    // What is read below; the larger part of a description is schemas and examples.
    private static readonly TreeShape Shape = TreeShape.Of(
        ("info", TreeShape.Whole),
        ("servers", TreeShape.Whole),
        ("host", TreeShape.Whole),
        ("basePath", TreeShape.Whole),
        ("schemes", TreeShape.Whole),
        ("security", TreeShape.Whole),
        ("securityDefinitions", TreeShape.Whole),
        ("tags", TreeShape.Whole),
        ("components", TreeShape.Of(("securitySchemes", TreeShape.Whole), ("parameters", Parameters))),
        ("parameters", Parameters),
        ("paths", TreeShape.Each(TreeShape.Of([("parameters", Parameters), ("servers", TreeShape.Whole), .. Methods.Select(method => (method, Operation))]))));

    /// <summary>Whether a description's version is the first that a text in JSON says, as nearly all do: then nobody has to look further.</summary>
    public static bool Begins(string text, string path) =>
        text.AsSpan().TrimStart() is ['{', .. var rest] && rest.TrimStart() is var first && (first.StartsWith("\"openapi\"") || first.StartsWith("\"swagger\""));

    /// <summary>Whether a text claims to be an OpenAPI description.</summary>
    public static bool Claims(string text, string path)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, Head));
        var json = head.TrimStart() is ['{', ..];
        var yaml = path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || head.StartsWith("openapi:") || head.StartsWith("swagger:");
        if (json)
            return head.Contains("\"openapi\"", StringComparison.Ordinal) || head.Contains("\"swagger\"", StringComparison.Ordinal) || (text.AsSpan().Contains("\"openapi\"", StringComparison.Ordinal) && text.AsSpan().Contains("\"paths\"", StringComparison.Ordinal));
        return yaml && (head.StartsWith("openapi:") || head.StartsWith("swagger:") || head.Contains("\nopenapi:", StringComparison.Ordinal) || head.Contains("\nswagger:", StringComparison.Ordinal));
    }

    public static void Read(DocumentBuilder builder, string displayPath)
    {
        var root = TreeReader.Read(builder.Text, builder.Utf8.Span, displayPath, Shape);
        var api = new ApiDescription();
        Servers(root, api);
        Schemes(root, api);
        Require(root["security"], api);
        Operations(root, api);
        builder.Api = api;
        Prose(builder, root);
    }

    private static void Servers(TreeNode root, ApiDescription api)
    {
        foreach (var server in root["servers"].Items)
            Server(server, api);
        // Servers of single paths count where the API as a whole has none.
        foreach (var (_, _, item) in api.Servers.Count == 0 ? root["paths"].Members : [])
        {
            foreach (var server in item["servers"].Items.Concat(item.Members.Where(m => Methods.Contains(m.Key)).SelectMany(m => m.Node["servers"].Items)))
                Server(server, api);
        }

        var host = root["host"];
        if (host.Text.Length == 0)
            return;
        var scheme = root["schemes"].Items.Exists(s => s.Text == "http") && !root["schemes"].Items.Exists(s => s.Text == "https") ? "http" : "https";
        api.Servers.Add(new ApiServer($"{scheme}://{host.Text}{(root["basePath"].Text.Trim('/') is { Length: > 0 } below ? "/" + below : "")}", "", host.Start));
    }

    private static void Server(TreeNode server, ApiDescription api)
    {
        var url = server["url"].Text;
        foreach (var (name, _, variable) in server["variables"].Members)
        {
            // A tenant or region in the host is the person's to give; what varies in the path or scheme has its default.
            var at = url.IndexOf("{" + name + "}", StringComparison.Ordinal);
            var host = url.IndexOf("://", StringComparison.Ordinal);
            var path = host < 0 ? -1 : url.IndexOf('/', host + 3);
            if (at >= 0 && variable["default"].Text.Length > 0 && (at < host || (path > 0 && at > path) || (at > 0 && url[at - 1] == ':')))
                url = url.Replace("{" + name + "}", variable["default"].Text.Trim('/'), StringComparison.Ordinal);
        }

        if ((url.Contains("://", StringComparison.Ordinal) || url.StartsWith('{')) && !api.Servers.Exists(s => s.Url == url.TrimEnd('/')))
            api.Servers.Add(new ApiServer(url.TrimEnd('/'), server["description"].Text, server["url"].Start));
    }

    // One step: a reference to a reference is no use that anybody makes of it.
    private static TreeNode Follow(TreeNode node, TreeNode root)
    {
        var reference = node["$ref"].Text;
        return reference.StartsWith("#/", StringComparison.Ordinal) && reference.Length <= 300 && Target(reference, root) is { Exists: true } target ? target : node;
    }

    private static TreeNode Target(string reference, TreeNode root)
    {
        foreach (var part in reference[2..].Split('/'))
            root = root[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        return root;
    }

    private static TreeNode Definitions(TreeNode root) => root["components"]["securitySchemes"] is { Exists: true } schemes ? schemes : root["securityDefinitions"];

    private static void Schemes(TreeNode root, ApiDescription api)
    {
        foreach (var (key, keyStart, given) in Definitions(root).Members)
        {
            var scheme = Follow(given, root);
            var flows = new List<ApiOAuthFlow>();
            foreach (var (flow, flowStart, facts) in scheme["flows"].Members)
                flows.Add(Flow(flow, facts, flowStart));
            if (scheme["flow"].Text.Length > 0)
                flows.Add(Flow(scheme["flow"].Text, scheme, scheme["flow"].Start));
            var start = scheme["name"] is { Text.Length: > 0 } name ? name.Start : scheme["scheme"] is { Text.Length: > 0 } http ? http.Start : keyStart;
            api.Schemes.Add(new ApiSecurityScheme(key, scheme["type"].Text, scheme["scheme"].Text, scheme["in"].Text, scheme["name"].Text, scheme["description"].Text, flows, start));
        }
    }

    private static ApiOAuthFlow Flow(string name, TreeNode facts, int start) => new(
        name, Url(facts["authorizationUrl"]), Url(facts["tokenUrl"]), Url(facts["deviceAuthorizationUrl"]), [.. facts["scopes"].Members.Select(m => m.Key)],
        facts["tokenUrl"] is { Text.Length: > 0 } token ? token.Start : facts["authorizationUrl"] is { Text.Length: > 0 } authorize ? authorize.Start : start);

    private static ApiUrl Url(TreeNode node) => new(node.Text, node.Start);

    private static void Require(TreeNode security, ApiDescription api)
    {
        foreach (var requirement in security.Items)
        {
            if (api.Requirements.Count < 200)
                api.Requirements.Add([.. requirement.Members.Select(m => m.Key)]);
        }
    }

    private static void Operations(TreeNode root, ApiDescription api)
    {
        var open = root["security"] is { Exists: true, Items.Count: 0 };
        if (open)
            api.OpenStart = root["security"].Start;
        // Most operations refer to the same few parameters.
        var needed = new Dictionary<string, bool>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var taken = new Dictionary<(string In, string Name), (int Uses, int Start)>();
        foreach (var (path, pathStart, item) in root["paths"].Members)
        {
            foreach (var (method, _, operation) in item.Members)
            {
                if (!Methods.Contains(method) || api.Operations.Count >= MostOperations)
                    continue;
                var security = operation["security"];
                var isPublic = security.Exists ? security.Items.Count == 0 || security.Items.Exists(r => r.Members.Count == 0) : open;
                var required = item["parameters"].Items.Concat(operation["parameters"].Items).Count(parameter => IsNeeded(parameter, root, needed));
                api.Operations.Add(new ApiOperation(method.ToUpperInvariant(), path, required, isPublic, pathStart, operation["summary"].Text));
                Require(security, api);
                // Only where no scheme is declared do they say anything.
                if (api.Schemes.Count > 0)
                    continue;
                foreach (var parameter in item["parameters"].Items.Concat(operation["parameters"].Items))
                    Take(Follow(parameter, root), taken);
            }
        }

        api.Parameters.AddRange(taken.Select(parameter => new ApiParameter(parameter.Key.In, parameter.Key.Name, parameter.Value.Uses, parameter.Value.Start)));
    }

    private static void Take(TreeNode parameter, Dictionary<(string In, string Name), (int Uses, int Start)> taken)
    {
        var key = (parameter["in"].Text, parameter["name"].Text);
        if (key.Item1 is not ("header" or "query") || key.Item2.Length is 0 or > LongestName)
            return;
        if (taken.TryGetValue(key, out var known))
            taken[key] = known with { Uses = known.Uses + 1 };
        else if (taken.Count < MostParameters)
            taken[key] = (1, parameter["name"].Start);
    }

    // The caller has to fill it in.
    private static bool IsNeeded(TreeNode parameter, TreeNode root, Dictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> known)
    {
        var reference = parameter["$ref"].Span;
        if (known.TryGetValue(reference, out var needed))
            return needed;
        var target = Follow(parameter, root);
        var place = target["in"].Span;
        needed = place is "path" || (place is not "header" && target["required"].Span is "true");
        if (!ReferenceEquals(target, parameter))
            known[reference] = needed;
        return needed;
    }

    // Keys are often declared in a scheme and explained only in prose, or only in prose.
    private static void Prose(DocumentBuilder builder, TreeNode root)
    {
        var pieces = new List<(int At, Action Write)>();
        foreach (var text in (TreeNode[])[root["info"]["title"], root["info"]["description"], .. root["servers"].Items.Select(s => s["description"])])
            Add(text);
        foreach (var tag in root["tags"].Items.Where(t => t["description"].Text.Length > 0 && t["name"].Text.Length > 0))
        {
            var name = tag["name"];
            pieces.Add((name.Start, () => builder.Heading(1, name.Text, name.Start, name.End)));
            Add(tag["description"]);
        }

        foreach (var (key, start, scheme) in Definitions(root).Members.Where(m => m.Node["description"].Text.Length > 0))
        {
            pieces.Add((start, () => builder.Heading(1, "Authentication", start, Math.Min(builder.Text.Length, start + key.Length))));
            Add(scheme["description"]);
        }

        foreach (var (_, write) in pieces.OrderBy(p => p.At))
            write();

        void Add(TreeNode text)
        {
            if (text.Text.Length is > 0 and < LongestDescription)
                pieces.Add((text.Start, () => DescriptionReader.Read(builder, text.Start, text.End)));
        }
    }
}
