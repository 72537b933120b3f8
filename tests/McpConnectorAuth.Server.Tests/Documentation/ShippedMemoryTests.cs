using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Documentation;

/// <summary>The memory that this repository ships is one that the server reads and keeps as it is.</summary>
public sealed class ShippedMemoryTests : IDisposable
{
    private static readonly string _shipped = Path.Combine(Repository.Root, "memory");

    private readonly string _folder = Directory.CreateTempSubdirectory("memory").FullName;

    public ShippedMemoryTests()
    {
        foreach (var file in Directory.GetFiles(_shipped, "*.md")) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_example_has_notes_and_each_is_found_by_its_title()
    {
        var store = new MemoryStore(_folder);
        var topics = store.List();
        topics.Select(topic => topic.Name).ShouldBe(Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*_api_doc.md").Select(path => Path.GetFileName(path).Split('_')[0]), ignoreOrder: true);
        foreach (var topic in topics)
        {
            topic.Titles.ShouldNotBeEmpty();
            foreach (var title in topic.Titles) store.Recall(topic.Name, title).Notes[0].Title.ShouldBe(title);
        }
    }

    [Fact]
    public void Its_index_is_the_one_that_the_store_writes()
    {
        var store = new MemoryStore(_folder);
        store.Save(new MemoryNote("plover", "A note", "The key goes into X-Plover-Key."));
        store.Save(new MemoryNote("plover", "A note", "", MemoryAction.Remove));
        store.ReadIndex().ShouldBe(File.ReadAllText(Path.Combine(_shipped, "MEMORY.md")));
    }
}
