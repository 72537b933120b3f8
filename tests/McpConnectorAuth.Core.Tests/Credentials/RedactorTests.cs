using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Tests.Credentials;

public sealed class RedactorTests
{
    private const string Canary = "CANARY-a1/b2+c3=\"d4\" & <é😀>";

    private static readonly Redactor ForCanary = Of(("api_key", Canary));

    public static TheoryData<string, string> Forms() => new()
    {
        { "plain", Canary },
        { "base64", Base64(Canary) },
        { "base64 without padding", Base64(Canary).TrimEnd('=') },
        { "base64url", Base64(Canary).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "base64 after one byte", Base64("x" + Canary) },
        { "base64 after two bytes", Base64("ab" + Canary) },
        { "base64 of user and secret", Base64("person@acme.test:" + Canary) },
        { "base64 in the middle", Base64("person@acme.test/token:" + Canary + " and more") },
        { "base64 in JSON", JsonSerializer.Serialize(Base64(Canary), JsonContext()) },
        { "base64 percent-encoded", Uri.EscapeDataString(Base64(Canary)) },
        { "hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Canary)) },
        { "upper-case hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Canary)) },
        { "percent-encoded", Uri.EscapeDataString(Canary) },
        { "percent-encoded, lower-case hex", Lower(Uri.EscapeDataString(Canary)) },
        { "percent-encoded twice", Uri.EscapeDataString(Uri.EscapeDataString(Canary)) },
        { "percent-encoded letter by letter", string.Concat(Encoding.UTF8.GetBytes(Canary).Select(value => $"%{value:x2}")) },
        { "form-encoded", WebUtility.UrlEncode(Canary) },
        { "JSON", JsonSerializer.Serialize(Canary, JsonContext()) },
        { "relaxed JSON", JsonSerializer.Serialize(Canary, JsonContext(JavaScriptEncoder.UnsafeRelaxedJsonEscaping)) },
        { "JSON with escaped slashes", Canary.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("/", "\\/") },
        { "JSON letter by letter", string.Concat(Canary.Select(unit => $"\\u{(int)unit:X4}")) },
        { "JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(Canary, JsonContext()), JsonContext()) },
        { "HTML", WebUtility.HtmlEncode(Canary) },
        { "HTML, other encoder", HtmlEncoder.Default.Encode(Canary) },
        { "HTML letter by letter", string.Concat(Canary.EnumerateRunes().Select(rune => $"&#x{rune.Value:x};")) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_replaced_and_the_rest_stays(string form, string encoded)
    {
        var redacted = ForCanary.Redact($"before {encoded} after");

        redacted.ShouldStartWith("before ", customMessage: form);
        redacted.ShouldEndWith(" after", customMessage: form);
        redacted.ShouldContain("[redacted:api_key]", customMessage: form);
        redacted.Length.ShouldBeLessThan("before  after".Length + "[redacted:api_key]".Length + 50, form);
        redacted.ShouldNotContain(encoded);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Pieces_of_any_size_give_the_same_text(string form, string encoded)
    {
        var text = $"one {encoded} two {encoded}{encoded}\n";
        var whole = ForCanary.Redact(text);
        for (var size = 1; size <= 9; size++) InPieces(ForCanary, text, size).ShouldBe(whole, $"{form}, {size}");
    }

    [Fact]
    public void Text_without_secrets_stays_the_same_text()
    {
        const string Text = "Nothing here: CANARY, %41%zz \\u00 \\q &nope; &#xFFFFFFFFFF; 100% \ud800 lone, + and \\";

        ForCanary.Redact(Text).ShouldBe(Text);
        InPieces(ForCanary, Text, 1).ShouldBe(Text);
        new Redactor().Redact(Text).ShouldBeSameAs(Text);
        ForCanary.Redact(null).ShouldBeNull();
        ForCanary.Redact("").ShouldBe("");
    }

    [Fact]
    public void The_longest_of_overlapping_secrets_gives_the_name_and_all_of_it_goes()
    {
        var redactor = Of(("short", "CANARY"), ("long", "CANARY-123456"), ("tail", "3456-tail"));

        redactor.Redact("[CANARY] [CANARY-123456] [CANARY-123456-tail]").ShouldBe("[[redacted:short]] [[redacted:long]] [[redacted:long]]");
    }

    [Fact]
    public void Neighbouring_secrets_are_replaced_one_by_one() =>
        Of(("one", "CANARY-1"), ("two", "CANARY-2")).Redact("CANARY-1CANARY-2CANARY-1").ShouldBe("[redacted:one][redacted:two][redacted:one]");

    [Fact]
    public void Short_values_are_not_looked_for()
    {
        Of(("flag", "yes")).Redact("yes, yes").ShouldBe("yes, yes");
        Of(("pin", "4711")).Redact("pin 4711").ShouldBe("pin [redacted:pin]");
    }

    [Fact]
    public void Values_that_are_not_secret_can_be_left_in()
    {
        var values = new CredentialValues([new("subdomain", new Secret("acme")), new("api_key", new Secret("CANARY-1"))]);

        Redactor.For(values, name => name == "api_key").Redact("acme CANARY-1").ShouldBe("acme [redacted:api_key]");
        Redactor.For(values).Redact("acme CANARY-1").ShouldBe("[redacted:subdomain] [redacted:api_key]");
    }

    [Fact]
    public void A_key_of_several_lines_is_found_line_by_line_and_escaped()
    {
        const string Key = "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZLWxpbmUtb25lLW9m\nQ0FOQVJZLWxpbmUtdHdvLW9m\n-----END PRIVATE KEY-----\n";
        var redactor = Of(("private_key", Key));

        redactor.Redact("  Q0FOQVJZLWxpbmUtdHdvLW9m\r\n").ShouldBe("  [redacted:private_key]\r\n");
        redactor.Redact($"a {JsonSerializer.Serialize(Key, JsonContext())} b").ShouldBe("a \"[redacted:private_key]\" b");
        redactor.Redact(Key.Replace("\n", "\r\n")).ShouldNotContain("Q0FO");
        redactor.Redact("-----BEGIN PRIVATE KEY-----").ShouldBe("-----BEGIN PRIVATE KEY-----");
    }

    [Fact]
    public void A_redactor_can_learn_while_others_use_it()
    {
        var redactor = Of(("first", "CANARY-first"));
        Parallel.For(0, 200, number =>
        {
            if (number % 20 == 0) redactor.Add($"n{number}", new Secret($"CANARY-{number}-secret"));
            redactor.Redact("a CANARY-first b").ShouldBe("a [redacted:first] b");
        });

        redactor.Add("again", new Secret("CANARY-180-secret"));
        redactor.Redact("CANARY-180-secret").ShouldBe("[redacted:n180]");
    }

    [Fact]
    public void Output_that_can_not_be_a_secret_is_not_held_back()
    {
        var stream = ForCanary.StartText();

        stream.Append("line one\n").ShouldBe("line one\n");
        stream.Append("line CANARY-a1/b").ShouldBe("line ");
        stream.Append("9 three\n").ShouldBe("CANARY-a1/b9 three\n");
        stream.Flush().ShouldBe("");
    }

    [Fact]
    public async Task Hostile_text_takes_linear_time()
    {
        var redactor = Of(("key", new string('a', 2000) + "b"));
        var text = new string('a', 1_000_000);

        (await Task.Run(() => redactor.Redact(text)).WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(text);
    }

    [Fact]
    public void Any_secret_in_any_text_split_anywhere_is_gone_and_the_rest_is_kept()
    {
        var alphabet = "ab/+=%\\\"&<;u00é😀 1\n".EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        var word = Gen.Elements(alphabet).ListOf().Select(string.Concat);
        var encoders = Gen.Elements<Func<string, string>>(
            text => text,
            Uri.EscapeDataString,
            WebUtility.UrlEncode,
            text => JsonSerializer.Serialize(text, JsonContext()),
            text => WebUtility.HtmlEncode(text),
            Base64,
            text => Base64("u:" + text),
            text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)));
        var cases =
            from secret in word.Where(text => Encoding.UTF8.GetByteCount(text) >= 5 && text.Any(char.IsAsciiLetterOrDigit))
            from before in word
            from after in word
            from encode in encoders
            from size in Gen.Choose(1, 12)
            select (secret, before, after, encode, size);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (secret, before, after, encode, size) = sample;
            var redactor = Of(("key", secret));
            var text = $"{before}|{encode(secret)}|{after}";
            var redacted = redactor.Redact(text);
            redacted.ShouldNotContain(secret, Case.Sensitive);
            redacted.ShouldContain("[redacted:key]");
            InPieces(redactor, text, size).ShouldBe(redacted);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Text_in_which_nothing_is_found_is_never_changed() =>
        Prop.ForAll<string?>(text => ForCanary.Redact(text).ShouldBe(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Redactor Of(params (string Name, string Value)[] secrets) =>
        Redactor.For(new CredentialValues(secrets.Select(secret => KeyValuePair.Create(secret.Name, new Secret(secret.Value)))));

    private static string InPieces(Redactor redactor, string text, int size)
    {
        var stream = redactor.StartText();
        var output = new StringBuilder();
        for (var start = 0; start < text.Length; start += size)
            output.Append(stream.Append(text.AsSpan(start, Math.Min(size, text.Length - start))));
        return output.Append(stream.Flush()).ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Lower(string percentEncoded) =>
        string.Concat(percentEncoded.Select((unit, index) =>
            (index > 0 && percentEncoded[index - 1] == '%') || (index > 1 && percentEncoded[index - 2] == '%') ? char.ToLowerInvariant(unit) : unit));

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<string> JsonContext(JavaScriptEncoder? encoder = null) =>
        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)new JsonSerializerOptions
        {
            Encoder = encoder,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        }.GetTypeInfo(typeof(string));
}
