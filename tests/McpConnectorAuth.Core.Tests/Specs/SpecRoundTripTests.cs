using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>Properties of writing: what is saved is what is loaded, into any file, however it is laid out.</summary>
public sealed class SpecRoundTripTests
{
    private const string Punctuation = ":#-[]{}'\"|>&*!%@`,\n \t\\?~0é";
    private const int Runs = 25;

    private static readonly string[] Texts =
    [
        "on", "Off", "yes", "NO", "y", "null", "~", "true", "1e3", "0x1F", "12", "-3", "+4", ".5", ".inf", ".NaN", "2026-01-02", "12:30:45", "1_000", "=", "<<",
        "{a}", "[b]", "a: b", "a:", ":a", "a #b", "#a", "- a", "-", "--- a", "...", "? a", "!tag", "&anchor", "*alias", "|", ">", "%directive", "@at", "`tick`",
        "'single'", "\"double\"", "back\\slash", "it's", "two\nlines", "\nleading", "trailing\n", "a\r\nb", "tab\there", " leading", "trailing ", "  ", "a,b", "a]b", "}",
        "ümläut", "日本語", "\U0001F511 key", "\u2028sep", "\u00a0nbsp", "\ufeffbom", "\u0085nel", "\u0007bell", "a\u200bb", "{api_key}: # not a comment", "Use `curl -H \"X: y\"`",
        "https://example.com/#x", "# from doc.md:12", "x # from doc.md:12",
    ];

    public static TheoryData<int> Seeds
    {
        get
        {
            var seeds = new TheoryData<int>();
            for (var seed = 1; seed <= 8; seed++) seeds.Add(seed);
            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_saved_spec_loads_as_itself(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            using var folder = new SpecFolder();
            var spec = Any(random);
            folder.Save(spec).ShouldBe(SpecSaveResult.Created);
            folder.Load().ShouldBeSpec(spec);
            folder.Save(spec).ShouldBe(SpecSaveResult.Unchanged);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_spec_saved_over_another_loads_as_itself(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            using var folder = new SpecFolder();
            folder.Save(Any(random));
            var text = folder.With(Scribbled(folder.Text, random)).Text;
            var spec = Any(random);
            try
            {
                folder.Save(spec).ShouldBe(SpecSaveResult.Updated);
                folder.Load().ShouldBeSpec(spec);
                folder.Save(spec).ShouldBe(SpecSaveResult.Unchanged);
            }
            catch (Exception error) when (error is not ShouldAssertException)
            {
                throw new InvalidOperationException($"{error.Message}\n{text}\n---\n{SpecAssert.Dump(spec)}", error);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_small_change_keeps_every_comment(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            using var folder = new SpecFolder();
            var before = Any(random);
            folder.Save(before);
            folder.With(Scribbled(folder.Text, random));
            var comments = folder.Text.Split('\n').Count(line => line.Contains("# scribble", StringComparison.Ordinal));
            var after = before with { DisplayName = "Other", Authentication = before.Authentication with { LockoutWarning = Text(random), Verification = [new SpecVerification("GET", "/other", 7), .. before.Authentication.Verification] } };
            folder.Save(after).ShouldBe(SpecSaveResult.Updated);
            folder.Load().ShouldBeSpec(after);
            folder.Text.Split('\n').Count(line => line.Contains("# scribble", StringComparison.Ordinal)).ShouldBe(comments);
        }
    }

    [Fact]
    public void Any_text_a_person_may_have_made_of_a_file_is_read_or_refused_with_a_place()
    {
        var random = new Random(4711);
        for (var run = 0; run < 500; run++)
        {
            using var folder = new SpecFolder();
            folder.With(Mutated(run % 2 == 0 ? SpecSamples.HandWritten : SpecFolder.Canonical(SpecSamples.TwoMethods), random));
            var text = folder.Text;
            try
            {
                folder.Load();
                folder.Save(SpecSamples.TwoMethods);
                folder.Load();
            }
            catch (ConnectorAuthException error)
            {
                error.Code.ShouldBe(ErrorCodes.SpecInvalid);
                error.Message.ShouldMatch(@"\Aconnectors/acme/connector_spec\.yaml:\d+:\d+: ");
                folder.Text.ShouldBe(text);
            }
        }
    }

    private static ConnectorSpec Any(Random random)
    {
        var isOnly = random.Next(2) == 0;
        var shared = new List<SpecParameter> { Parameter("tenant", random) };
        if (random.Next(2) == 0) shared.Add(Parameter("region", random));
        var names = new[] { "key", "app", "login" }.OrderBy(_ => random.Next()).Take(isOnly ? 1 : random.Next(2, 4)).ToList();
        var own = names.ToDictionary(name => name, name => Parameter($"{name}_secret", random));
        var hosts = new[] { "{tenant}.acme.example", "api.acme.example", "api.acme.example:8443" }.OrderBy(_ => random.Next()).ToList();
        var urls = hosts.Take(random.Next(4)).Select(host => new SpecBaseUrl($"https://{host}/v1", Word(random), random.Next(100))).ToList();
        return new ConnectorSpec(
            random.Next(2) == 0 ? "Acme" : "on: #1",
            new ConnectionSection(
                isOnly ? [.. shared, own[names[0]]] : shared,
                isOnly ? [] : [.. names.Select(name => new SpecAuthMethod(name, OneLineOrEmpty(random), [own[name]]))],
                random.Next(2) == 0 ? null : new SpecOAuth(
                    "m2m",
                    random.Next(2) == 0,
                    OneLineOrEmpty(random),
                    random.Next(2) == 0 ? null : "https://{tenant}.acme.example/a",
                    random.Next(2) == 0 ? null : "https://api.acme.example/t",
                    Enumerable.Range(0, random.Next(3)).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"{Texts[random.Next(Texts.Length)]}{i}"), _ => OneLineOrEmpty(random)))),
            OneLineOrEmpty(random) is var list && list.Length > 0 ? list : "a,b",
            new AuthenticationSection(
                random.Next(3) == 0 ? null : "docs/acme.md",
                random.Next(3) == 0 ? null : SpecSamples.Sha,
                [
                    .. names.Select(name => new SpecMethod(
                        name,
                        random.Next(2) == 0 ? AuthKind.ApiKey : AuthKind.SignedRequest,
                        [.. new[] { "X-A", "X-B", "X-C" }.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(header => new Placement(PlacementLocation.Header, header, random.Next(2) == 0 ? $"{{{name}_secret}}" : $"Key: {{{name}_secret}} #{random.Next(9)}"))],
                        [.. shared.Select(parameter => parameter.Name).Append($"{name}_secret").OrderBy(_ => random.Next())],
                        random.Next(2) == 0 ? null : "basic",
                        [.. Enumerable.Range(0, random.Next(3)).Select(i => new Evidence(i == 0 ? "kind" : Word(random), Text(random), random.Next(500)))])),
                ],
                urls,
                hosts,
                [.. new[] { "/me", "/users?all=1", "/x/{tenant}" }.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(path => new SpecVerification("GET", path, random.Next(100)))],
                [.. new[] { "base_url", "key.placement", "verification" }.Where(_ => random.Next(2) == 0)],
                random.Next(2) == 0 ? null : Text(random)));
    }

    private static SpecParameter Parameter(string name, Random random) =>
        new(name, Word(random), random.Next(2) == 0, random.Next(2) == 0, random.Next(3) == 0 ? "" : Text(random));

    private static string Word(Random random) => random.Next(2) == 0 ? "string" : Texts[random.Next(Texts.Length)];

    private static string OneLineOrEmpty(Random random) => random.Next(3) == 0 ? "" : Text(random);

    private static string Text(Random random) => random.Next(3) switch
    {
        0 => Texts[random.Next(Texts.Length)],
        1 => Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)],
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(0x20, random.Next(4) == 0 ? 0x2fff : 0x7f))),
    };

    /// <summary>Comments, blank lines and further keys between the lines of a file, as a person adds them.</summary>
    private static string Scribbled(string text, Random random)
    {
        var lines = new List<string>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            switch (random.Next(8))
            {
                case 0:
                    lines.Add(new string(' ', random.Next(6)) + "# scribble");
                    break;
                case 1:
                    lines.Add("");
                    break;
            }

            lines.Add(random.Next(6) == 0 && line.EndsWith(':') ? line + "   # scribble" : line);
        }

        if (random.Next(2) == 0) lines.Insert(0, "extra_top: [1, 2]");
        return string.Join(random.Next(3) == 0 ? "\r\n" : "\n", lines) + (random.Next(2) == 0 ? "\n" : "");
    }

    private static string Mutated(string text, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                1 => text.Insert(at, Punctuation[random.Next(Punctuation.Length)].ToString()),
                2 => text.Insert(at, text.Substring(random.Next(text.Length / 2), 20)),
                _ => text[..at] + text[Math.Min(text.Length, at + random.Next(30))..],
            };
        }

        return text;
    }
}
