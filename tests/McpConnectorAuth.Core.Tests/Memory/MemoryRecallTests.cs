using System.Diagnostics;
using McpConnectorAuth.Core.Memory;

namespace McpConnectorAuth.Core.Tests.Memory;

/// <summary>What is found again, what is merged, what is shown as a contradiction, and what version control makes of two branches.</summary>
public sealed class MemoryRecallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("429 retry", "Rate limits")]
    [InlineData("refreshing a token", "Refresh rotates")]
    [InlineData("where is the key", "Where the key is made")]
    [InlineData("BASIC token endpoint", "Token endpoint wants Basic")]
    [InlineData("quillmoor", "Sandbox host")]
    public void The_note_that_answers_comes_first(string words, string title)
    {
        AddSamples();

        Store().Recall(null, words).Notes[0].Title.ShouldBe(title);
    }

    [Fact]
    public void A_topic_narrows_the_search_and_alone_gives_all_its_notes()
    {
        AddSamples();

        Store().Recall("acme", "token").Notes.ShouldAllBe(note => note.Topic == "acme");
        var all = Store().Recall("acme", null);
        all.Notes.Select(note => note.Title).ShouldBe(["Rate limits", "Refresh rotates", "Where the key is made"], ignoreOrder: true);
        all.More.ShouldBe(0);
        all.Notes[0].Date.ShouldMatch(@"\A\d{4}-\d\d-\d\d\z");
    }

    [Fact]
    public void Nothing_found_names_the_topics()
    {
        AddSamples();

        var recall = Store().Recall(null, "kerberos");
        recall.Notes.ShouldBeEmpty();
        recall.Topics.ShouldBe(["acme (3)", "oauth-quirks (1)", "quillmoor (1)"]);
        Store().Recall(null, " ").Topics.Count.ShouldBe(3);
        Store().Recall("unknown", null).Topics.Count.ShouldBe(3);
        Should.Throw<ConnectorAuthException>(() => Store().Recall("../x", null)).Code.ShouldBe(ErrorCodes.InvalidArgument);
        Should.Throw<ConnectorAuthException>(() => Store().Recall(null, new string('x', 401))).Code.ShouldBe(ErrorCodes.InvalidArgument);
        new MemoryStore(_folder.File("missing")).Recall(null, "x").Topics.ShouldBeEmpty();
    }

    [Fact]
    public void The_answer_is_bounded()
    {
        for (var number = 0; number < 40; number++)
            Add("acme", $"Endpoint {number}", string.Join(' ', Enumerable.Range(0, 300).Select(word => $"limit{number}x{word}")) + " limit");

        var recall = Store().Recall(null, "limit");

        recall.Notes.Count.ShouldBe(6);
        recall.More.ShouldBe(34);
        recall.Notes.Sum(note => note.Content.Length).ShouldBeLessThanOrEqualTo(4000);
        recall.Notes[0].Content.ShouldEndWith("…");
    }

    [Fact]
    public void What_a_person_wrote_by_hand_is_found()
    {
        File.WriteAllText(_folder.File("by-hand.md"), "# By hand\n\n## Clock skew\nSignatures fail when the clock is off by 5 minutes.\n");

        var note = Store().Recall(null, "signature clock").Notes.ShouldHaveSingleItem();

        (note.Topic, note.Title, note.Date).ShouldBe(("by-hand", "Clock skew", ""));
    }

    [Theory]
    [InlineData("Basic at the token endpoint", "The token endpoint wants Basic.")]
    [InlineData("Token endpoint", "- The token endpoint wants basic")]
    public void A_near_duplicate_is_not_kept_twice(string title, string content)
    {
        Add("acme", "Token endpoint wants Basic", "The token endpoint wants Basic. The body is ignored.");

        var change = Store().Save(new MemoryNote("acme", title, content));

        change.Effect.ShouldBe(MemoryEffect.Unchanged);
        change.Title.ShouldBe("Token endpoint wants Basic");
        Store().List().ShouldHaveSingleItem().Titles.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_near_duplicate_adds_what_is_new()
    {
        Add("acme", "Token endpoint wants Basic", "The token endpoint wants Basic.");

        var change = Store().Save(new MemoryNote("acme", "Token endpoint", "The token endpoint wants Basic.\nIt answers HTML when it is down."));

        change.Effect.ShouldBe(MemoryEffect.Merged);
        var note = Store().Recall("acme", null).Notes.ShouldHaveSingleItem();
        note.Title.ShouldBe("Token endpoint wants Basic");
        note.Content.ShouldBe("The token endpoint wants Basic.\n\nIt answers HTML when it is down.");
    }

    [Theory]
    [InlineData("Rate limit of search", "Sixty calls a minute.", "Rate limit of export", "Sixty calls a minute.")]
    [InlineData("Access tokens", "Access tokens end after 60 minutes. Refresh tokens end after 30 days.", "Refresh tokens", "Refresh tokens end after 60 minutes.")]
    [InlineData("Login", "```\nPOST /login\n```", "Logout", "```\nPOST /logout\n```")]
    public void Notes_on_two_subjects_stay_two(string title, string content, string otherTitle, string otherContent)
    {
        Add("acme", title, content);

        Store().Save(new MemoryNote("acme", otherTitle, otherContent)).Effect.ShouldBe(MemoryEffect.Created);
        Store().List().ShouldHaveSingleItem().Titles.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("Rate limit", "60 calls a minute.", "Rate limits", "100 calls a minute.")]
    [InlineData("Client", "The token endpoint reads the client from the header.", "Client credentials", "The token endpoint reads the client from the body.")]
    [InlineData("Rotation", "A refresh returns another refresh token.", "Refresh", "A refresh does not return another refresh token.")]
    [InlineData("Auth method", "The token endpoint accepts `client_secret_basic`.", "Auth", "The token endpoint accepts `client_secret_post`.")]
    public void A_contradiction_is_kept_and_shown(string title, string content, string otherTitle, string otherContent)
    {
        Add("acme", title, content);

        var change = Store().Save(new MemoryNote("acme", otherTitle, otherContent));

        change.Effect.ShouldBe(MemoryEffect.Created);
        change.Contradicts.ShouldBe([$"\"{title}\": {content}"]);
        Store().Recall("acme", null).Contradictions.ShouldHaveSingleItem().ShouldContain(title);

        Store().Save(new MemoryNote("acme", title, "", MemoryAction.Remove));
        Store().Recall("acme", null).Contradictions.ShouldBeEmpty();
    }

    [Fact]
    public void Two_branches_that_keep_notes_merge_in_git()
    {
        Git("init", "-q", "-b", "main");
        Add("acme", "Alpha", "Kept before.");
        Commit("base");
        Git("checkout", "-q", "-b", "other");
        Add("acme", "Beta", "Kept on a branch.");
        Add("branch", "Own", "Kept on a branch.");
        Commit("other");
        Git("checkout", "-q", "main");
        Add("acme", "Gamma", "Kept on main.");
        Commit("main");

        Git("merge", "-q", "--no-edit", "other");

        Store().List().Select(topic => (topic.Name, string.Join(' ', topic.Titles.Order(StringComparer.Ordinal)))).ShouldBe([("acme", "Alpha Beta Gamma"), ("branch", "Own")], ignoreOrder: true);
        foreach (var note in Store().Recall("acme", null).Notes) note.Content.ShouldStartWith("Kept");
        Add("acme", "Delta", "Kept after.");
        var index = Store().ReadIndex();
        foreach (var title in new[] { "Alpha", "Beta", "Gamma", "Delta", "Own" }) index.Split($"- [{title}]").Length.ShouldBe(2, index);
    }

    private MemoryStore Store() => new(_folder.Path);

    private void Add(string topic, string title, string content) => Store().Save(new MemoryNote(topic, title, content));

    private void AddSamples()
    {
        Add("acme", "Rate limits", "A 429 carries Retry-After in seconds; a 403 with code `quota` is one as well.");
        Add("acme", "Refresh rotates", "Every refresh returns a new refresh token; the old one ends at once.");
        Add("acme", "Where the key is made", "Settings, Developers, API keys. Only administrators see the page.");
        Add("oauth-quirks", "Token endpoint wants Basic", "The body is ignored. Send the client in the header.");
        Add("quillmoor", "Sandbox host", "Sandbox keys work on the sandbox host only.");
    }

    private void Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", message);
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", .. arguments]) { WorkingDirectory = _folder.Path, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error);
    }
}
