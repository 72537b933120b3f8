namespace McpConnectorAuth.Core.Verification;

/// <summary>Go with its standard library; a test for go test, whose program ends with the outcome's exit code.</summary>
internal sealed class GoDialect : BraceDialect
{
    public override TestLanguage Language => TestLanguage.Go;

    public override string Extension => "go";

    public override string CommentMark => "//";

    public override string Template => "go";

    public override TestToolchain Toolchain { get; } = new()
    {
        Programs = ["go"],
        Name = "Go",
        HowToGet = "Install Go 1.19 or later (https://go.dev/dl; Debian: apt-get install golang-go), then run the test again; or write the test in python or shell.",
        Prepare = static folder => File.WriteAllText(Path.Combine(folder, "go.mod"), "module connector_auth_test\n\ngo 1.19\n"),
        Compile = static (_, folder, test) => new(["test", "-c", "-o", Program(folder), test], Program(folder), []),
        Variables = static folder => new Dictionary<string, string>
        {
            // Nothing is fetched, and no setting, workspace or C compiler of the machine has a part in it.
            ["GOENV"] = "off",
            ["GOFLAGS"] = "",
            ["GOWORK"] = "off",
            ["GOPROXY"] = "off",
            ["GOTOOLCHAIN"] = "local",
            ["GO111MODULE"] = "on",
            ["CGO_ENABLED"] = "0",
        },
    };

    public override string Command(string path) => $"go test -count=1 -v {Word(path)}";

    /// <summary>What a parameter's name says that only a PKCS#12 file can be its value.</summary>
    private static readonly string[] FileNames = ["pfx", "p12", "pkcs12"];

    public override string? Lacks(TestFacts facts) =>
        facts.Seal is TestSeal.Certificate certificate && certificate.Names.Any(name => FileNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            ? "Go's standard library reads no PKCS#12 file"
            : null;

    protected override bool HashesBeforeSigning => true;

    /// <summary>Packages of the standard library in the order of gofmt: an import that is not used is an error.</summary>
    protected override IEnumerable<string> Imports(TestFacts facts, IReadOnlySet<string> called)
    {
        var packages = new SortedSet<string>(
            [
                "context", "crypto/tls", "encoding/json", "errors", "fmt", "io", "net", "net/http", "net/http/httptrace", "net/url", "os", "path/filepath", "regexp", "runtime",
                "strings", "sync/atomic", "testing", "time", "unicode",
            ],
            StringComparer.Ordinal);
        if (called.Overlaps(["b64", "toBase64", "toBase64Url", "fromBase64"])) packages.Add("encoding/base64");
        if (called.Contains("fromHex")) packages.Add("encoding/hex");
        if (called.Contains("joined")) packages.Add("bytes");
        if (called.Overlaps(["hashed", "keyed"])) packages.UnionWith(["crypto/md5", "crypto/sha1", "crypto/sha256", "crypto/sha512", "hash"]);
        if (called.Contains("keyed")) packages.Add("crypto/hmac");
        if (called.Contains("newNonce")) packages.Add("crypto/rand");
        if (called.Contains("signed")) packages.UnionWith(["crypto", "crypto/rand", "crypto/rsa", "crypto/x509", "encoding/pem"]);
        if (called.Contains("sortedQuery") || facts.Seal is TestSeal.AwsV4 or TestSeal.OAuth1 { Hash: not null }) packages.Add("sort");
        if (facts.Seal is TestSeal.Certificate) packages.UnionWith(["crypto/ecdsa", "crypto/elliptic", "crypto/rand", "crypto/x509", "crypto/x509/pkix", "math/big"]);
        return packages;
    }

    protected override string ValueOf(string name) => $"values[{name}]";

    protected override string Statement(string expression) => expression;

    protected override string Now(string form) => form switch
    {
        "unix_milliseconds" => "fmt.Sprint(time.Now().UnixMilli())",
        "iso8601" => "time.Now().UTC().Format(time.RFC3339)",
        "http_date" => "time.Now().UTC().Format(http.TimeFormat)",
        _ => "fmt.Sprint(time.Now().Unix())",
    };

    protected override string OfMessage(string hole) => hole switch
    {
        "method" => "message.method",
        "scheme" => "message.url.Scheme",
        "host" => "message.url.Host",
        "path" => "message.url.EscapedPath()",
        "query" => "message.url.RawQuery",
        "sorted_query" => "sortedQuery(message)",
        "path_and_query" => "message.url.RequestURI()",
        "url" => "message.url.String()",
        "content_type" => "message.headers[\"Content-Type\"]",
        _ => throw new ArgumentOutOfRangeException(nameof(hole)),
    };

    protected override string Literal(string text) => Quoted(text, LongEscape);

    protected override string Concat(IReadOnlyList<string> expressions) => expressions.Count switch
    {
        0 => "\"\"",
        1 => expressions[0],
        _ => $"concat({string.Join(", ", expressions)})",
    };

    protected override string OnlyWithSecret(string expression) => $"only({IsSecretSent}, {expression})";

    protected override string IsThere(string value) => $"{value} != \"\"";

    protected override string AddPair(string list, string name, string value) => $"{list} = append({list}, pair{{{name}, {value}}})";

    protected override string Declare(string name, string value) => $"{name} := {value}";

    protected override IEnumerable<string> If(string condition, string statement) => [$"if {condition} {{", $"\t{statement}", "}"];

    private static string Program(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "auth_test.exe" : "auth_test");
}
