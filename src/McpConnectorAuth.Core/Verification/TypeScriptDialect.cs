using System.Globalization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>TypeScript that Node.js runs as it is, without a package; a program, and a test for node:test.</summary>
internal sealed class TypeScriptDialect : BraceDialect
{
    public override TestLanguage Language => TestLanguage.TypeScript;

    /// <summary>A module whatever the project's package.json says; node --test finds <c>*_test.mts</c> by itself.</summary>
    public override string Extension => "mts";

    public override string? FirstLine => "#!/usr/bin/env node";

    public override string CommentMark => "//";

    public override string Template => "typescript";

    public override TestToolchain Toolchain { get; } = new()
    {
        Programs = ["node"],
        Name = "Node.js",
        HowToGet = "Install Node.js 22.18 or later (https://nodejs.org, or npm install --global node@24), then run the test again; or write the test in python or shell.",
        Arguments = static (_, test) => ["--no-warnings", test],
        LackingMark = "ERR_UNKNOWN_FILE_EXTENSION",
        Lacking = static programs => (
            $"Node.js was found ({string.Join(", ", programs)}), but no version that runs TypeScript.",
            "Put Node.js 22.18 or later on the PATH (https://nodejs.org, or npm install --global node@24), then run the test again; or write the test in python or shell."),
    };

    public override string Command(string path) => $"node {Word(path)}";

    /// <summary>Names of the module node:crypto.</summary>
    protected override IEnumerable<string> Imports(TestFacts facts, IReadOnlySet<string> called)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        if (called.Contains("hashed")) names.Add("createHash");
        if (called.Contains("keyed")) names.Add("createHmac");
        if (called.Contains("newNonce")) names.Add("randomBytes");
        if (called.Contains("signed")) names.UnionWith(["createPrivateKey", "generateKeyPairSync", "sign"]);
        if (facts.Seal is TestSeal.Certificate) names.UnionWith(["generateKeyPairSync", "sign"]);
        return names;
    }

    protected override string ValueOf(string name) => $"value(values, {name})";

    protected override string Now(string form) => form switch
    {
        "unix_milliseconds" => "String(Date.now())",
        "iso8601" => "new Date().toISOString().replace(/\\.\\d+/, \"\")",
        "http_date" => "new Date().toUTCString()",
        _ => "String(Math.floor(Date.now() / 1000))",
    };

    protected override string OfMessage(string hole) => hole switch
    {
        "method" => "message.method",
        "scheme" => "message.url.protocol.slice(0, -1)",
        "host" => "message.url.host",
        "path" => "message.url.pathname",
        "query" => "message.url.search.slice(1)",
        "sorted_query" => "sortedQuery(message)",
        "path_and_query" => "message.url.pathname + message.url.search",
        "url" => "message.url.href",
        "content_type" => "(message.headers[\"Content-Type\"] ?? \"\")",
        _ => throw new ArgumentOutOfRangeException(nameof(hole)),
    };

    protected override string Literal(string text) => Quoted(text, static rune => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"));

    protected override string IsThere(string value) => $"{value} !== \"\"";

    protected override string AddPair(string list, string name, string value) => $"{list}.push([{name}, {value}]);";

    protected override string Declare(string name, string value) => $"const {name} = {value};";
}
