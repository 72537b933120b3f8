using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class MemoryTests
{
    [Fact]
    public async Task A_note_is_kept_listed_shown_and_removed()
    {
        using var project = new TestProject();
        (await CommandLine.RunAsync(project, "memory", "list")).Output.ShouldContain("Nothing is kept yet");

        var added = await CommandLine.RunAsync(project, "memory", "add", "kelpwood", "Tokens are removed", "After 90 days without use.", "--json");
        added.ExitCode.ShouldBe(0, added.Output + added.Errors);
        added.Json.GetProperty("effect").GetString().ShouldBe("created");

        var list = await CommandLine.RunAsync(project, "memory", "list");
        list.ShouldBePlain();
        list.Output.ShouldContain("kelpwood  1 note");
        list.Output.ShouldContain("Tokens are removed");
        (await CommandLine.RunAsync(project, "memory", "list", "--json")).Json.GetProperty("topics")[0].GetProperty("titles")[0].GetString().ShouldBe("Tokens are removed");

        (await CommandLine.RunAsync(project, "memory", "show", "kelpwood")).Output.ShouldContain("After 90 days without use.");
        (await CommandLine.RunAsync(project, "memory", "show", "--json")).Json.GetProperty("content").GetString()!.ShouldContain("kelpwood");

        var removed = await CommandLine.RunAsync(project, "memory", "remove", "kelpwood", "Tokens are removed");
        removed.ExitCode.ShouldBe(0);
        removed.Output.ShouldContain("removed");
        (await CommandLine.RunAsync(project, "memory", "show", "kelpwood", "--json")).ShouldFail("note_not_found");
    }

    [Fact]
    public async Task Notes_are_found_by_words_and_one_that_says_otherwise_is_shown()
    {
        using var project = new TestProject();
        await CommandLine.RunAsync(project, "memory", "add", "kelpwood", "Rate limit", "60 calls a minute.");

        var other = await CommandLine.RunAsync(project, "memory", "add", "kelpwood", "Rate limits", "100 calls a minute.");
        other.Output.ShouldContain("Another note says otherwise");

        var found = await CommandLine.RunAsync(project, "memory", "find", "limits", "minute");
        found.ShouldBePlain();
        found.Output.ShouldContain("100 calls a minute.");
        found.Output.ShouldContain("One of these is wrong");
        (await CommandLine.RunAsync(project, "memory", "find", "limit", "--topic", "kelpwood", "--json")).Json.GetProperty("notes").GetArrayLength().ShouldBe(2);
        (await CommandLine.RunAsync(project, "memory", "find", "kerberos")).Output.ShouldContain("kelpwood (2)");
    }

    [Fact]
    public async Task A_secret_is_refused()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(
            project, "memory", "add", "kelpwood", "Token", "Use Authorization: Bearer ghp_x7Kq2Rz9LmT4vBn8WcY3sHd6FjP1aGeU5oXi for it.", "--json");
        result.ShouldFail("secret_refused");
        result.Output.ShouldNotContain("ghp_x7Kq2Rz9");
    }

    [Fact]
    public async Task A_stored_credential_is_refused_whatever_it_looks_like()
    {
        const string Secret = "plain looking words";
        await using var project = await MooringsProject.StartConnectedAsync(Secret);
        var result = await project.RunAsync("memory", "add", "kelpwood", "Token", $"It is {Secret} there.", "--json");
        result.ShouldFail("secret_refused");
        result.Output.ShouldNotContain(Secret);

        // Also where its spec has gone.
        Directory.Delete(project.Folder.PathOf("connectors"), recursive: true);
        (await project.RunAsync("memory", "add", "kelpwood", "Token", $"It is {Secret} there.", "--json")).ShouldFail("secret_refused");
        foreach (var file in project.Folder.Files()) (await File.ReadAllTextAsync(file)).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_note_that_does_not_exist_can_not_be_removed()
    {
        using var project = new TestProject();
        (await CommandLine.RunAsync(project, "memory", "remove", "kelpwood", "x", "--json")).ShouldFail("note_not_found");
    }
}
