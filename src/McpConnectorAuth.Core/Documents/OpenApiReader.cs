namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads OpenAPI 2.0 to 3.2 in JSON and YAML: servers, security, operations, and the prose of the descriptions.</summary>
internal static class OpenApiReader
{
    private const int Head = 3000;
    private const int MostOperations = 5000;
    private const int LongestDescription = 400_000;
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete"];

    private static readonly TreeShape Parameters = TreeShape.Each(TreeShape.Of(("in", TreeShape.Whole), ("name", TreeShape.Whole), ("required", TreeShape.Whole)));
    private static readonly TreeShape Operation = TreeShape.Of(("security", TreeShape.Whole), ("parameters", Parameters));

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
        ("components", TreeShape.Of(("securitySchemes", TreeShape.Whole))),
        ("paths", TreeShape.Each(TreeShape.Of([("parameters", Parameters), .. Methods.Select(method => (method, Operation))]))));

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
        Prose(builder, root, api);
    }

    private static void Servers(TreeNode root, ApiDescription api)
    {
        foreach (var server in root["servers"].Items)
        {
            if (server["url"].Text.Contains("://", StringComparison.Ordinal) || server["url"].Text.StartsWith('{'))
                api.Servers.Add(new ApiServer(server["url"].Text.TrimEnd('/'), server["description"].Text, server["url"].Start));
        }

        var host = root["host"];
        if (host.Text.Length == 0)
            return;
        var scheme = root["schemes"].Items.Exists(s => s.Text == "http") && !root["schemes"].Items.Exists(s => s.Text == "https") ? "http" : "https";
        api.Servers.Add(new ApiServer($"{scheme}://{host.Text}{root["basePath"].Text.TrimEnd('/')}", "", host.Start));
    }

    private static void Schemes(TreeNode root, ApiDescription api)
    {
        var schemes = root["components"]["securitySchemes"];
        foreach (var (key, keyStart, scheme) in (schemes.Exists ? schemes : root["securityDefinitions"]).Members)
        {
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
        name, facts["authorizationUrl"].Text, facts["tokenUrl"].Text, [.. facts["scopes"].Members.Select(m => m.Key)],
        facts["tokenUrl"] is { Text.Length: > 0 } token ? token.Start : facts["authorizationUrl"] is { Text.Length: > 0 } authorize ? authorize.Start : start);

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
        foreach (var (path, pathStart, item) in root["paths"].Members)
        {
            foreach (var (method, _, operation) in item.Members)
            {
                if (!Methods.Contains(method) || api.Operations.Count >= MostOperations)
                    continue;
                var security = operation["security"];
                var isPublic = security.Exists ? security.Items.Count == 0 || security.Items.Exists(r => r.Members.Count == 0) : open;
                var required = item["parameters"].Items.Concat(operation["parameters"].Items).Count(p => p["required"].Text == "true" && p["in"].Text is not "header" || p["in"].Text == "path");
                api.Operations.Add(new ApiOperation(method.ToUpperInvariant(), path, required, isPublic, pathStart));
                Require(security, api);
            }
        }
    }

    // Keys are often declared in a scheme and explained only in prose, or only in prose.
    private static void Prose(DocumentBuilder builder, TreeNode root, ApiDescription api)
    {
        var texts = new List<TreeNode> { root["info"]["title"], root["info"]["description"] };
        texts.AddRange((root["components"]["securitySchemes"].Exists ? root["components"]["securitySchemes"] : root["securityDefinitions"]).Members.Select(m => m.Node["description"]));
        texts.AddRange(root["tags"].Items.Select(t => t["description"]));
        texts.AddRange(root["servers"].Items.Select(s => s["description"]));
        foreach (var text in texts.Where(t => t.Text.Length is > 0 and < LongestDescription).OrderBy(t => t.Start))
            DescriptionReader.Read(builder, text.Start, text.End);
    }
}
