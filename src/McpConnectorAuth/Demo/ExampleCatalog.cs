using System.Text;

namespace McpConnectorAuth.Demo;

/// <summary>The shipped examples. A further one is one more entry here and its document in <c>examples/</c>.</summary>
internal static class ExampleCatalog
{
    /// <summary>All examples, the one that the demo plays unless told otherwise first.</summary>
    public static IReadOnlyList<Example> All =>
    [
        new Example(
            Name: "quillmoor",
            Summary: "HTTP Basic, email and API token",
            Credentials: [new("email", "ada@quillmoor.example"), new("api_token", "demo-token-9f27c1")],
            Header: "Authorization",
            HeaderValue: "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada@quillmoor.example/token:demo-token-9f27c1")),
            BasePath: "/api/v2",
            CheckPath: "/agents/me",
            Identity: new(200, """{ "agent": { "id": 71, "name": "Ada Merrow", "role": "agent" } }"""),
            Missing: new(401, """{ "error": "Couldn't authenticate you", "code": "unauthenticated" }"""),
            Rejected: new(401, """{ "error": "Couldn't authenticate you", "code": "unauthenticated" }"""),
            NotFound: new(404, """{ "error": "There is nothing here", "code": "not_found" }""")),
        new Example(
            Name: "kelpwood",
            Summary: "bearer token",
            Credentials: [new("access_token", "kwt_demo-4b81e6d0")],
            Header: "Authorization",
            HeaderValue: "Bearer kwt_demo-4b81e6d0",
            BasePath: "/api/v1",
            CheckPath: "/account",
            Identity: new(200, """{ "id": "acc_2041", "harbour": "Port Ellery", "plan": "quay" }"""),
            Missing: new(401, """{ "error": { "code": "token_missing", "message": "The request carries no access token." } }"""),
            Rejected: new(401, """{ "error": { "code": "token_rejected", "message": "The access token is unknown or was removed." } }"""),
            NotFound: new(404, """{ "error": { "code": "not_found", "message": "There is no such object." } }""")),
        new Example(
            Name: "brasswren",
            Summary: "API key in a header of its own",
            Credentials: [new("api_key", "demo-key-7d3c52a8e94f1b60c2d8a5f")],
            Header: "X-Brasswren-Key",
            HeaderValue: "demo-key-7d3c52a8e94f1b60c2d8a5f",
            BasePath: "/v2",
            CheckPath: "/whoami",
            Identity: new(200, """{ "company": "Northgate Supplies", "key_name": "connector", "access": "read" }"""),
            Missing: new(401, """{ "status": "error", "reason": "key_missing", "detail": "Send the X-Brasswren-Key header." }"""),
            Rejected: new(403, """{ "status": "error", "reason": "key_rejected", "detail": "This key is wrong or was deleted." }"""),
            NotFound: new(404, """{ "status": "error", "reason": "not_found", "detail": "Nothing is there; check the path." }""")),
    ];

    /// <summary>Finds an example by name; the first one where no name is given.</summary>
    public static Example Find(string? name) =>
        All.First(example => name is null || example.Name == name);
}
