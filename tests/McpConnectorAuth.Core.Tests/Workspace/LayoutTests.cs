using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Tests.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Workspace;

public sealed class LayoutTests : IDisposable
{
    private const string SourcesFolder = "src/databricks/labs/community_connector/sources";

    private static readonly SourceName Acme = SourceName.Parse("acme");

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_project_without_a_file_is_generic_and_one_with_the_folders_of_a_known_kind_is_of_that_kind()
    {
        Open().Layout.Name.ShouldBe("generic");
        Shown(Open().SpecPath(Acme)).ShouldBe("connectors/acme/connector_spec.yaml");

        Directory.CreateDirectory(_root.File(SourcesFolder));

        var project = Open();
        project.Layout.Name.ShouldBe("lakeflow");
        Shown(project.DocumentPath(Acme)).ShouldBe($"{SourcesFolder}/acme/acme_api_doc.md");
        Shown(project.SpecPath(Acme)).ShouldBe($"{SourcesFolder}/acme/connector_spec.yaml");
        Shown(project.ConfigPath(Acme)).ShouldBe("tests/unit/sources/acme/configs/dev_config.json");
        Shown(project.TestPath(Acme, "py")).ShouldBe("tests/unit/sources/acme/auth_test.py");
    }

    [Fact]
    public void The_file_names_a_layout_and_sets_single_paths()
    {
        Write("{}");
        Open().Layout.Name.ShouldBe("generic");
        Write("""{ "$schema": "x", "layout": "lakeflow" }""");
        Open().Layout.Name.ShouldBe("lakeflow");
        Write("""
            {
              // Comments and a last comma are allowed.
              "layout": "lakeflow",
              "document": "docs/{source}.md",
              "memory": "notes/what we learned",
            }
            """);

        var project = Open();

        project.Layout.Name.ShouldBe("custom");
        Shown(project.DocumentPath(Acme)).ShouldBe("docs/acme.md");
        Shown(project.SpecPath(Acme)).ShouldBe($"{SourcesFolder}/acme/connector_spec.yaml");
        Shown(project.MemoryDirectory).ShouldBe("notes/what we learned");
    }

    [Fact]
    public void Sources_are_found_wherever_the_name_stands_in_a_path()
    {
        Write("""{ "document": "docs/{source}.v1.md", "spec": "specs/connector-{source}-{source}/spec.yaml" }""");
        foreach (var file in new[] { "docs/acme.v1.md", "docs/note.md", "docs/UPPER.v1.md", "docs/.v1.md", "specs/connector-other-other/spec.yaml", "specs/connector-a-b/spec.yaml", "specs/connector-none-none/x" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_root.File(file))!);
            File.WriteAllText(_root.File(file), "x");
        }

        Open().Sources().Select(source => source.Value).ShouldBe(["acme", "other"]);
    }

    [Theory]
    [InlineData("[]", "1:1")]
    [InlineData("", null)]
    [InlineData("{", "1:2")]
    [InlineData("{\n  \"spec\": 5\n}", "2:11")]
    [InlineData("{\n  \"spec\": \"a/{source}\",\n  \"spec\": \"b/{source}\"\n}", "3:3")]
    [InlineData("{\n  \"spec\": \"a/{source}\"\n  \"test\": \"b\"\n}", "3:3")]
    [InlineData("{\n  \"ümläut\": true, \"specs\": \"a\" }", "2:3")]
    [InlineData("{ \"layout\": \"attic\" }", "1:13")]
    [InlineData("{ \"recognised_by\": \"src\" }", "1:3")]
    [InlineData("{ \"spec\": \"specs/acme.yaml\" }", "1:11")]
    [InlineData("{ \"spec\": \"specs/{name}/{source}.yaml\" }", "1:11")]
    [InlineData("{ \"spec\": \"/etc/{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"../{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"a//{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"a\\\\{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \".git/hooks/{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"C:/{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"a /{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"a\\u0000/{source}\" }", "1:11")]
    [InlineData("{ \"spec\": \"\" }", "1:11")]
    [InlineData("{ \"memory\": \"memory/{source}\" }", "1:13")]
    [InlineData("{ \"test\": \"tests/{source}.py\" }", "1:11")]
    [InlineData("{ \"test\": \"tests/{source}.{ext}.{ext}\" }", "1:11")]
    [InlineData("{ \"test\": \"{source}.{ext}\", \"config\": \"{source}.JSON\" }", "1:11")]
    [InlineData("{ \"config\": \"connectors/{source}/connector_spec.yaml\" }", "1:13")]
    [InlineData("{ \"spec\": \"\\ud800{source}\" }", "1:1")]
    public void A_breach_is_named_with_line_and_column(string text, string? place)
    {
        Write(text);

        var error = Should.Throw<ConnectorAuthException>(() => Open().Layout);

        error.Code.ShouldBe(ErrorCodes.LayoutInvalid);
        if (place is not null) error.Message.ShouldStartWith($"connector-auth.json:{place}: ");
        error.NextStep.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_broken_file_is_read_again_once_it_is_mended()
    {
        Write("{");
        var project = Open();
        Should.Throw<ConnectorAuthException>(() => project.SpecPath(Acme));

        Write("{}");

        project.SpecPath(Acme).ShouldEndWith("connector_spec.yaml");
    }

    [Fact]
    public void A_link_in_place_of_the_file_is_refused()
    {
        File.WriteAllText(_root.File("elsewhere.json"), "{}");
        File.CreateSymbolicLink(_root.File(LayoutFile.FileName), _root.File("elsewhere.json"));

        Should.Throw<ConnectorAuthException>(() => Open().Layout).Code.ShouldBe(ErrorCodes.PathOutsideProject);
    }

    /// <summary>Whether two keys name one file is more than a schema can say; everything else it says like the reader.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "layout": "generic", "spec": "a b/{source}/c.{source}.yaml", "memory": "m" }""")]
    [InlineData("""{ "layout": "lakeflow", "test": "t/{source}_{ext}/x" }""")]
    [InlineData("""{ "layout": "attic" }""")]
    [InlineData("""{ "unknown": "x" }""")]
    [InlineData("""{ "spec": 1 }""")]
    [InlineData("""{ "spec": "{source}/.." }""")]
    [InlineData("""{ "spec": "./{source}" }""")]
    [InlineData("""{ "spec": "{source}/.git/x" }""")]
    [InlineData("""{ "spec": "{source}/.gitignored" }""")]
    [InlineData("""{ "spec": "{source}/.Git" }""")]
    [InlineData("""{ "spec": "{source}/" }""")]
    [InlineData("""{ "spec": "{source}/x." }""")]
    [InlineData("""{ "spec": "{source}/x/y z" }""")]
    [InlineData("""{ "spec": " {source}" }""")]
    [InlineData("""{ "spec": "{ext}/{source}" }""")]
    [InlineData("""{ "spec": "x/source" }""")]
    [InlineData("""{ "spec": "a*{source}" }""")]
    [InlineData("""{ "memory": "{source}" }""")]
    [InlineData("""{ "memory": "" }""")]
    [InlineData("""{ "test": "{source}" }""")]
    [InlineData("""{ "test": "{ext}{source}{ext}" }""")]
    public void The_published_schema_says_the_same(string text)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot(), "schemas", "connector-auth.schema.json")))!.AsObject();
        Write(text);
        var accepted = true;
        try
        {
            _ = Open().Layout;
        }
        catch (ConnectorAuthException)
        {
            accepted = false;
        }

        new JsonSchemaCheck(schema).Accepts(JsonNode.Parse(text)).ShouldBe(accepted);
    }

    [Fact]
    public void The_schema_names_the_layouts_that_there_are()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot(), "schemas", "connector-auth.schema.json")))!;

        schema["properties"]!["layout"]!["enum"]!.AsArray().Select(name => (string)name!).ShouldBe(BuiltInLayouts.Names);
    }

    [Fact]
    public void No_code_knows_a_layout()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot(), "src"), "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (var word in new[] { "lakeflow", "databricks", "community_connector", "tests/unit/sources" }) text.ShouldNotContain(word, Case.Insensitive, file);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "McpConnectorAuth.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private ProjectWorkspace Open() => new(_root.Path);

    private void Write(string text) => File.WriteAllText(_root.File(LayoutFile.FileName), text);

    private string Shown(string path) => Open().Display(path);
}
