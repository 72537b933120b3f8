using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Core.Tests.Credentials;

namespace McpConnectorAuth.Core.Tests.Memory;

public sealed class MemoryStoreTests : IDisposable
{
    private const string Secret = "api_key = CANARY-9f8e7d6c5b4a3210";

    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_note_becomes_a_section_with_its_date_and_a_line_of_the_index()
    {
        var change = Store().Save(new MemoryNote("oauth-quirks", "Token endpoint wants Basic", "The body is ignored. Send the client in the header.\n\n- really"));

        (change.Effect, change.Topic, change.Title, change.Path, change.IndexLines).ShouldBe(
            (MemoryEffect.Created, "oauth-quirks", "Token endpoint wants Basic", _folder.File("oauth-quirks.md"), 7));
        change.Contradicts.ShouldBeEmpty();
        Text("oauth-quirks.md").ShouldBe(
            """
            # oauth-quirks

            ## Token endpoint wants Basic

            _2026-11-21_

            The body is ignored. Send the client in the header.

            - really

            """);
        Store().ReadIndex().ShouldBe(
            """
            # Memory

            What was learned about APIs and their authentication, by topic.

            <!-- notes: written by connector-auth; text outside these two comments stays -->
            - [Token endpoint wants Basic](oauth-quirks.md#token-endpoint-wants-basic): The body is ignored.
            <!-- /notes -->

            """);
    }

    [Fact]
    public void The_same_title_is_replaced_whatever_its_case_and_the_same_text_changes_nothing()
    {
        var store = Store();
        Add("acme", "Rate limits", "Sixty a minute.");
        _time.Now = _time.Now.AddDays(3);

        store.Save(new MemoryNote("acme", "  rate   LIMITS ", "Sixty a minute.")).Effect.ShouldBe(MemoryEffect.Unchanged);
        Text("acme.md").ShouldContain("_2026-11-21_");

        store.Save(new MemoryNote("acme", "RATE limits", "Ninety a minute.")).Effect.ShouldBe(MemoryEffect.Updated);
        store.List().ShouldHaveSingleItem().Titles.ShouldBe(["Rate limits"]);
        Text("acme.md").ShouldContain("_2026-11-24_");
        Text("acme.md").ShouldNotContain("Sixty");
    }

    [Theory]
    [InlineData("C# clients")]
    [InlineData("C#")]
    [InlineData("[brackets] and (parens)")]
    [InlineData("`code` & <tags>")]
    [InlineData("Ünïcode 😀")]
    [InlineData("1. first")]
    public void Any_title_is_found_again(string title)
    {
        Add("acme", title, "First.");

        Store().Save(new MemoryNote("acme", title, "Second.", MemoryAction.Update)).Effect.ShouldBe(MemoryEffect.Updated);
        Store().List().ShouldHaveSingleItem().Titles.ShouldHaveSingleItem();
        Store().Save(new MemoryNote("acme", title, "", MemoryAction.Remove)).Effect.ShouldBe(MemoryEffect.Removed);
        Store().List().ShouldBeEmpty();
    }

    [Fact]
    public void The_last_note_takes_its_file_and_its_line_along()
    {
        Add("acme", "One", "Text.");
        Add("other", "Two", "Text.");

        Store().Save(new MemoryNote("acme", "One", "", MemoryAction.Remove));

        File.Exists(_folder.File("acme.md")).ShouldBeFalse();
        Store().ReadIndex().ShouldNotContain("acme");
        Store().ReadIndex().ShouldContain("[Two](other.md#two)");
    }

    [Theory]
    [InlineData(MemoryAction.Remove)]
    [InlineData(MemoryAction.Update)]
    public void A_note_that_does_not_exist_is_named_with_close_ones(MemoryAction action)
    {
        Add("acme", "Rate limits", "Text.");
        Add("acme", "Token refresh", "Text.");

        var error = Should.Throw<ConnectorAuthException>(() => Store().Save(new MemoryNote("acme", "Rate limit", "Text.", action)));

        error.Code.ShouldBe(ErrorCodes.NoteNotFound);
        error.NextStep.ShouldContain("\"Rate limits\"");
        error.NextStep.ShouldNotContain("Token refresh");
        Should.Throw<ConnectorAuthException>(() => Store().Save(new MemoryNote("empty", "x", "Text.", action))).Code.ShouldBe(ErrorCodes.NoteNotFound);
    }

    [Fact]
    public void What_a_person_wrote_stays_to_the_byte()
    {
        const string Before = "# Acme, by hand\n\nAn introduction.\n\n";
        const string First = "## Zeta  \nwritten by hand, no date\n```bash\n## not a heading\n# nor this\n```\n\n\n\n";
        const string Last = "##   Other ##\r\n* mixed line ends\r\n\r\n";
        File.WriteAllText(_folder.File("acme.md"), Before + First + Last);

        Add("acme", "Zeta", "New text.");
        Text("acme.md").ShouldStartWith(Before + "## Zeta");
        Text("acme.md").ShouldEndWith(Last.TrimEnd() + "\r\n");
        Add("acme", "Beta", "Second.");
        Store().Save(new MemoryNote("acme", "Beta", "", MemoryAction.Remove));
        Store().Save(new MemoryNote("acme", "zeta", "", MemoryAction.Remove));

        Text("acme.md").ShouldBe(Before + Last.TrimEnd() + "\r\n");
        Store().List().ShouldHaveSingleItem().Titles.ShouldBe(["Other"]);
    }

    [Fact]
    public void Code_with_number_signs_is_no_note_and_headings_in_a_note_are_lowered()
    {
        Add("acme", "Shell", "# Steps\n\n```bash\n# comment\n## more\n```\n\n## End");

        Store().List().ShouldHaveSingleItem().Titles.ShouldBe(["Shell"]);
        Text("acme.md").ShouldContain("### Steps");
        Text("acme.md").ShouldContain("\n## more\n");
        Text("acme.md").ShouldContain("### End");
    }

    [Fact]
    public void Notes_stand_in_the_order_of_their_titles_so_that_branches_merge()
    {
        foreach (var title in new[] { "Mu", "Alpha", "zeta", "Beta" }) Add("acme", title, "Text.");

        Store().List().ShouldHaveSingleItem().Titles.ShouldBe(["Alpha", "Beta", "Mu", "zeta"]);
    }

    [Fact]
    public void Text_around_the_index_stays()
    {
        Add("acme", "One", "Text.");
        var index = _folder.File(MemoryStore.IndexFileName);
        File.WriteAllText(index, "Read this first.\n" + File.ReadAllText(index) + "\n## Mine\nStays.\n");

        Add("acme", "Two", "Text.");

        var text = Store().ReadIndex();
        text.ShouldStartWith("Read this first.\n");
        text.ShouldEndWith("\n## Mine\nStays.\n");
        text.ShouldContain("[Two]");
        Count(text, "<!-- notes").ShouldBe(1);
    }

    [Fact]
    public void An_index_written_by_hand_before_is_kept()
    {
        File.WriteAllText(_folder.File(MemoryStore.IndexFileName), "# Ours\nA line.\n");

        Add("acme", "One", "Text.");

        Store().ReadIndex().ShouldStartWith("# Ours\nA line.\n\n<!-- notes");
    }

    [Fact]
    public void A_topic_file_without_notes_is_in_the_index_by_its_first_sentence()
    {
        File.WriteAllText(_folder.File("by-hand.md"), "# By hand\n\nOne sentence. Another.\n");
        File.WriteAllText(_folder.File("Not A Topic.md"), "x");

        Add("acme", "One", "Text.");

        Store().ReadIndex().ShouldContain("- [by-hand](by-hand.md): One sentence.\n");
        Store().ReadIndex().ShouldNotContain("Not A Topic");
        Store().List().Select(topic => topic.Name).ShouldBe(["acme", "by-hand"]);
    }

    [Fact]
    public void More_notes_than_lines_make_one_line_of_the_largest_topics()
    {
        for (var number = 0; number < 180; number++) WriteSection("large", $"Note {number}");
        for (var number = 0; number < 30; number++) WriteSection($"small{number % 3}", $"Note {number}");

        var change = Store().Save(new MemoryNote("small0", "The last", "Text."));

        change.IndexLines.ShouldBeLessThan(200);
        var text = Store().ReadIndex();
        text.Split('\n').Count(line => line.StartsWith("- [", StringComparison.Ordinal)).ShouldBe(32);
        text.ShouldContain("- [large](large.md): 180 notes: ");
        text.ShouldContain("- [The last](small0.md#the-last): Text.");
    }

    [Fact]
    public void More_topics_than_lines_end_in_a_count()
    {
        for (var number = 0; number < 250; number++) WriteSection($"topic{number}", "Note");

        var change = Store().Save(new MemoryNote("topic0", "The last", "Text."));

        change.IndexLines.ShouldBe(199);
        Store().ReadIndex().ShouldMatch(@"\n- and \d+ more topics: see the files in this folder\n<!-- /notes -->\n\z");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void Two_thousand_notes_keep_the_index_below_200_lines(int topics)
    {
        for (var number = 0; number < 2000; number++) WriteSection($"topic{number % topics}", $"Note {number}");

        Store().Save(new MemoryNote("topic0", "The last", "Text.")).IndexLines.ShouldBeLessThan(200);

        Store().ReadIndex().Split('\n').Length.ShouldBeLessThanOrEqualTo(200);
        Store().Recall("topic0", null).ShouldSatisfyAllConditions(
            recall => recall.Notes[0].Title.ShouldBe("The last"),
            recall => (recall.Notes.Count + recall.More).ShouldBe((2000 / topics) + 1));
    }

    [Theory]
    [InlineData("../etc", "Title", "Text.")]
    [InlineData("", "Title", "Text.")]
    [InlineData("Memory", "Title", "Text.")]
    [InlineData("memory", "Title", "Text.")]
    [InlineData("acme", "", "Text.")]
    [InlineData("acme", "###", "Text.")]
    [InlineData("acme", "bell\a", "Text.")]
    [InlineData("acme", "Title", "  \n ")]
    [InlineData("acme", "Title", "bell\a")]
    [InlineData("acme", "Title", "```\nnot closed")]
    public void Invalid_notes_are_refused_and_leave_nothing(string topic, string title, string content) =>
        Refused(new MemoryNote(topic, title, content), ErrorCodes.InvalidArgument);

    [Fact]
    public void Too_long_notes_are_refused()
    {
        Refused(new MemoryNote("acme", new string('x', 121), "Text."), ErrorCodes.InvalidArgument);
        Refused(new MemoryNote("acme", "Title", string.Join(' ', Enumerable.Repeat("é", 1400))), ErrorCodes.InvalidArgument);
    }

    [Fact]
    public void Secrets_are_refused_by_line_and_kind_and_never_repeated()
    {
        var inContent = Refused(new MemoryNote("acme", "Title", $"Fine.\n\n{Secret}"), ErrorCodes.SecretRefused);
        inContent.Message.ShouldContain("Line 3");
        inContent.ToString().ShouldNotContain("CANARY");

        Refused(new MemoryNote("acme", Secret, "Text."), ErrorCodes.SecretRefused).ToString().ShouldNotContain("CANARY");
    }

    [Theory]
    [MemberData(nameof(SecretDetectorTests.Secrets), MemberType = typeof(SecretDetectorTests))]
    public void Secrets_of_every_format_are_refused(string secret) =>
        Refused(new MemoryNote("acme", "How it is sent", $"The request looks like this:\n\n{secret}"), ErrorCodes.SecretRefused);

    [Theory]
    [InlineData("Progress", "I just called generate_spec and the portal is open.", "I just")]
    [InlineData("Test", "run_auth_test returned valid for acme.", "run_auth_test returned")]
    [InlineData("Where the document is", "It was saved to /tmp/acme_api_doc.md.", "/tmp/")]
    [InlineData("What the user said in this session", "They have two accounts.", "in this session")]
    [InlineData("Decision", "The user  asked\nfor the sandbox.", "the user asked")]
    public void Facts_of_one_session_are_refused_with_the_reason(string title, string content, string because)
    {
        var error = Refused(new MemoryNote("acme", title, content), ErrorCodes.NotLasting);

        error.Message.ShouldContain($"\"{because}\"", Case.Insensitive);
        error.NextStep.ShouldContain("lasting fact");
    }

    [Theory]
    [InlineData("The redirect URI must be http://127.0.0.1:8910/callback, registered with the port.")]
    [InlineData("The user has to be an administrator; a session ends after 30 days.")]
    [InlineData("While an export is in progress the endpoint answers 409.")]
    [InlineData("HI just works as a country code; see \"Wi-Fi\".")]
    public void Lasting_facts_are_kept(string content) =>
        Store().Save(new MemoryNote("acme", "Fact", content)).Effect.ShouldBe(MemoryEffect.Created);

    [Fact]
    public void Links_to_other_files_are_neither_shown_nor_written_through()
    {
        using var elsewhere = new TemporaryFolder();
        var target = elsewhere.File("private.txt");
        File.WriteAllText(target, "## Private\nnot for a model\n");
        File.CreateSymbolicLink(_folder.File("stolen.md"), target);

        Store().List().ShouldBeEmpty();
        Should.Throw<ConnectorAuthException>(() => Store().Read("stolen")).Code.ShouldBe(ErrorCodes.PathOutsideProject);
        Should.Throw<ConnectorAuthException>(() => Add("stolen", "Title", "Text.")).Code.ShouldBe(ErrorCodes.PathOutsideProject);

        File.CreateSymbolicLink(_folder.File(MemoryStore.IndexFileName), target);
        Should.Throw<ConnectorAuthException>(() => Store().ReadIndex()).Code.ShouldBe(ErrorCodes.PathOutsideProject);
        Should.Throw<ConnectorAuthException>(() => Add("acme", "Title", "Text.")).Code.ShouldBe(ErrorCodes.PathOutsideProject);
        File.Exists(_folder.File("acme.md")).ShouldBeFalse();
        File.ReadAllText(target).ShouldBe("## Private\nnot for a model\n");
    }

    [Fact]
    public void A_folder_that_can_not_be_made_is_a_clear_error()
    {
        File.WriteAllText(_folder.File("file"), "");
        var store = new MemoryStore(_folder.File("file", "memory"));

        Should.Throw<ConnectorAuthException>(() => store.Save(new MemoryNote("acme", "Title", "Text."))).Code.ShouldBe(ErrorCodes.FileAccess);
        store.List().ShouldBeEmpty();
    }

    [Fact]
    public void A_read_only_folder_is_a_clear_error_and_can_be_read()
    {
        // No file can be made in /proc, not even by root.
        var store = new MemoryStore("/proc");

        Should.Throw<ConnectorAuthException>(() => store.Save(new MemoryNote("acme", "Title", "Text."))).Code.ShouldBe(ErrorCodes.FileAccess);
        store.List().ShouldBeEmpty();
        store.ReadIndex().ShouldContain("Nothing has been kept yet");
    }

    [Fact]
    public void Reading_an_empty_memory_says_so_and_makes_nothing()
    {
        var store = new MemoryStore(_folder.File("missing"));

        store.List().ShouldBeEmpty();
        store.ReadIndex().ShouldContain("Nothing has been kept yet");
        Should.Throw<ConnectorAuthException>(() => store.Read("acme")).Code.ShouldBe(ErrorCodes.NoteNotFound);
        Directory.Exists(_folder.File("missing")).ShouldBeFalse();
    }

    [Fact]
    public void A_topic_reads_as_its_file_and_a_missing_one_names_close_ones()
    {
        Add("acme_billing", "One", "Text.");

        Store().Read("acme_billing").ShouldBe(Text("acme_billing.md"));
        Should.Throw<ConnectorAuthException>(() => Store().Read("acme_biling")).NextStep.ShouldContain("\"acme_billing\"");
        Should.Throw<ConnectorAuthException>(() => Store().Read("../acme_billing")).Code.ShouldBe(ErrorCodes.InvalidArgument);
    }

    [Fact]
    public void Git_sees_notes_only()
    {
        Add("acme", "One", "Text.");

        Text(".gitignore").ShouldBe(".gitignore\n.lock*\n*.tmp\n");
        File.WriteAllText(_folder.File(".gitignore"), "mine\n");
        Add("acme", "Two", "Text.");
        Text(".gitignore").ShouldBe("mine\n");
        Text(".gitattributes").ShouldBe("*.md merge=union\n");
    }

    [Fact]
    public async Task Processes_that_keep_notes_together_lose_none()
    {
        const int Processes = 8;
        var notes = Stress.Of(8, 500);
        await ChildProcess.RunAll(Enumerable.Range(0, Processes).Select(number => (string[])["memory", _folder.Path, number % 2 == 0 ? "shared" : $"own{number}", $"p{number}", $"{notes}"]));

        Store().List().Select(topic => (topic.Name, topic.Titles.Count))
            .ShouldBe([("own1", notes), ("own3", notes), ("own5", notes), ("own7", notes), ("shared", 4 * notes)]);
        Store().Save(new MemoryNote("zeta", "One more", "Text.")).IndexLines.ShouldBeLessThan(200);
        Directory.EnumerateFiles(_folder.Path, "*.tmp").ShouldBeEmpty();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private MemoryStore Store() => new(_folder.Path, _time);

    private void Add(string topic, string title, string content) => Store().Save(new MemoryNote(topic, title, content));

    private void WriteSection(string topic, string title) => File.AppendAllText(_folder.File(topic + ".md"), $"## {title}\n\nText.\n\n");

    private string Text(string name) => File.ReadAllText(_folder.File(name));

    private ConnectorAuthException Refused(MemoryNote note, string code)
    {
        var error = Should.Throw<ConnectorAuthException>(() => Store().Save(note));
        error.Code.ShouldBe(code);
        _folder.AllFiles().ShouldBeEmpty();
        return error;
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
