namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>The documents that fuzzing starts from: the labelled ones, the examples, hostile shapes and a generated description.</summary>
internal static class SeedDocuments
{
    private const int ShapeLength = 1500;

    private const string OpenApi =
        """
        {"openapi":"3.1.0","info":{"title":"Tidewater API","description":"Send your key in `X-Tide-Key`.\n\n## Authentication\n\n| Header | Value |\n|---|---|\n| `X-Tide-Key` | the API key |\n"},
        "servers":[{"url":"https://{region}.tidewater.example/v2","variables":{"region":{"default":"eu","enum":["eu","us"]}}},{"url":"https://sandbox.tidewater.example/v2","description":"Sandbox"}],
        "security":[{"key":[]},{"oauth":["read"]}],"tags":[{"name":"a","description":"Authorization: Bearer {token}"}],
        "paths":{"/me":{"get":{"summary":"The caller","responses":{"200":{"description":"ok"}}}},"/things/{id}":{"parameters":[{"name":"id","in":"path","required":true}],"get":{"security":[]},"delete":{}}},
        "components":{"securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Tide-Key","description":"Create it under **Settings**."},
        "oauth":{"type":"oauth2","flows":{"authorizationCode":{"authorizationUrl":"https://id.tidewater.example/oauth/authorize","tokenUrl":"https://id.tidewater.example/oauth/token","scopes":{"read":"Reads","write":"Writes"}}}},
        "basic":{"type":"http","scheme":"basic"}},"schemas":{"Thing":{"type":"object","properties":{"id":{"type":"string","example":"a\"b\\c\u00e9"}}}}}}
        """;

    public static readonly IReadOnlyList<(string Path, string Text)> All = Read();

    private static List<(string Path, string Text)> Read()
    {
        var folders = new[] { Path.Combine(Repository.Root, "eval", "docs"), Path.Combine(Repository.Root, "examples") };
        var seeds = folders.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".md" or ".html" or ".json" or ".yaml" or ".txt" or ".rst")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)))
            .ToList();
        seeds.Add(("tidewater.json", OpenApi));
        seeds.AddRange(HostileShapes.All.Select(shape => (shape.Path, shape.Text(ShapeLength))));
        return seeds;
    }
}
