using System.Globalization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>C# with xunit; a program where the symbol CONNECTOR_TEST_PROGRAM is defined, which needs no package.</summary>
internal sealed class CSharpDialect : BraceDialect
{
    public override TestLanguage Language => TestLanguage.CSharp;

    public override string Extension => "cs";

    public override string CommentMark => "//";

    public override string Template => "csharp";

    public override TestToolchain Toolchain { get; } = new()
    {
        Programs = ["dotnet"],
        Name = "The .NET SDK",
        HowToGet = CSharpCompiler.HowToGet,
        Compile = CSharpCompiler.Compile,
    };

    public override string Command(string path) => $"dotnet run --property:PublishAot=false --property:DefineConstants=CONNECTOR_TEST_PROGRAM --file {Word(path)}";

    protected override Dictionary<string, object> MoreOfModel(TestFacts facts) => new()
    {
        ["class"] = ClassOf(facts.Source.Value),
    };

    /// <summary>Namespaces that only some files need.</summary>
    protected override IEnumerable<string> Imports(TestFacts facts, IReadOnlySet<string> called)
    {
        if (facts.Seal is TestSeal.Certificate) return ["System.Security.Cryptography", "System.Security.Cryptography.X509Certificates"];
        return called.Overlaps(["hashed", "keyed", "signed", "newNonce"]) ? ["System.Security.Cryptography"] : [];
    }

    protected override string BodyBytes => "message.Body";

    protected override string ValueOf(string name) => $"Value(values, {name})";

    protected override string Now(string form) => form switch
    {
        "unix_milliseconds" => "DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)",
        "iso8601" => "DateTime.UtcNow.ToString(\"yyyy-MM-dd'T'HH:mm:ss'Z'\", CultureInfo.InvariantCulture)",
        "http_date" => "DateTime.UtcNow.ToString(\"R\", CultureInfo.InvariantCulture)",
        _ => "DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)",
    };

    protected override string OfMessage(string hole) => hole switch
    {
        "method" => "message.Method",
        "scheme" => "message.Url.Scheme",
        "host" => "message.Url.Authority",
        "path" => "message.Url.AbsolutePath",
        "query" => "message.Url.Query.TrimStart('?')",
        "sorted_query" => "SortedQuery(message)",
        "path_and_query" => "message.Url.PathAndQuery",
        "url" => "message.Url.AbsoluteUri",
        "content_type" => "message.Headers.GetValueOrDefault(\"Content-Type\", \"\")",
        _ => throw new ArgumentOutOfRangeException(nameof(hole)),
    };

    protected override string Literal(string text) => Quoted(text, LongEscape);

    protected override string Call(string function, params IReadOnlyList<string> arguments) =>
        $"{string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(function[0])}{function[1..]}")}({string.Join(", ", arguments)})";

    protected override string IsThere(string value) => $"{value}.Length > 0";

    protected override string AddPair(string list, string name, string value) => $"{list}.Add(({name}, {value}));";

    protected override string Declare(string name, string value) => $"var {name} = {value};";

    /// <summary>A source's name in the form of a class: <c>MadeUpAuthTest</c>.</summary>
    private static string ClassOf(string source)
    {
        var name = string.Concat(source.Split('_', '-').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return $"{(char.IsAsciiDigit(name[0]) ? "Source" : "")}{name}AuthTest";
    }
}
