using System.Text;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Tests.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>What was issued for a connection, in the store and before the redactor.</summary>
public sealed class TokenPersistenceTests : IDisposable
{
    private const string AccessToken = "CANARY-access-5t6y7u8i";
    private const string RefreshToken = "CANARY-refresh-9o0p1a2s";

    private static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));
    private static readonly DateTimeOffset Obtained = new(2026, 11, 21, 6, 0, 0, TimeSpan.FromHours(2));

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact, Trait("case", "T9"), Trait("case", "T12")]
    public void A_token_comes_back_from_another_instance_as_it_was_saved()
    {
        var token = new TokenState(
            new CredentialValues([new("access_token", new Secret(AccessToken)), new("instance_url", new Secret("https://eu1.acme.test"))], ["access_token"]),
            new Secret(RefreshToken),
            "DPoP \"odd\" é",
            Obtained,
            Obtained.AddSeconds(3600),
            ["invoices.read", "profile"]);
        Vault().Save(VaultTests.Sample(Id) with { Token = token });

        var loaded = Vault().Load(Id)!.Token.ShouldNotBeNull();

        loaded.Issued.Names.ShouldBe(["access_token", "instance_url"]);
        loaded.Issued.SecretNames.ShouldBe(["access_token"]);
        Value(loaded.Issued, "access_token").ShouldBe(AccessToken);
        Value(loaded.Issued, "instance_url").ShouldBe("https://eu1.acme.test");
        loaded.RefreshToken!.Reveal().ShouldBe(RefreshToken);
        loaded.TokenType.ShouldBe("DPoP \"odd\" é");
        loaded.ObtainedAt.ShouldBe(Obtained);
        loaded.ExpiresAt.ShouldBe(Obtained.AddSeconds(3600));
        loaded.Scopes.ShouldBe(["invoices.read", "profile"]);
        Value(Vault().Load(Id)!.Values, "api_token").ShouldStartWith("CANARY");
    }

    [Fact, Trait("case", "T10")]
    public void What_a_reply_does_not_state_stays_unstated()
    {
        Vault().Save(VaultTests.Sample(Id) with { Token = new TokenState(new CredentialValues([new("access_token", new Secret(AccessToken))], ["access_token"]), null, null, Obtained, null, null) });

        var loaded = Vault().Load(Id)!.Token.ShouldNotBeNull();

        (loaded.RefreshToken, loaded.TokenType, loaded.ExpiresAt, loaded.Scopes).ShouldBe((null, null, null, null));
        loaded.ObtainedAt.ShouldBe(Obtained);
    }

    [Fact, Trait("case", "T11")]
    public void Without_a_token_there_is_none_and_clearing_one_removes_it_from_the_disk()
    {
        Vault().Load(Id).ShouldBeNull();
        Vault().Save(VaultTests.Sample(Id));
        Vault().Load(Id)!.Token.ShouldBeNull();

        Vault().Update(Id, connection => connection with { Token = Token() });
        Vault().Load(Id)!.Token.ShouldNotBeNull();
        Vault().Update(Id, connection => connection with { Token = null });

        Vault().Load(Id)!.Token.ShouldBeNull();
    }

    [Fact]
    public void An_entry_of_the_version_before_tokens_is_readable_and_one_of_a_later_version_too()
    {
        const string Before = """{"method":"api_token","values":{"api_token":"Q0FOQVJZLW9sZA=="},"secret_names":["api_token"],"approved_hosts":["api.acme.test"],"confirmed_at":"2026-11-20T06:00:00+00:00"}""";
        var old = VaultContent.Read(Id, Encoding.UTF8.GetBytes(Before)).Connection;
        Value(old.Values, "api_token").ShouldBe("CANARY-old");
        old.Token.ShouldBeNull();

        var later = Before[..^1] + ""","token":{"issued":{"access_token":"QQ=="},"obtained_at":"2026-11-20T06:00:00Z","proof_key":{"kty":["EC"]}}}""";
        Value(VaultContent.Read(Id, Encoding.UTF8.GetBytes(later)).Connection.Token!.Issued, "access_token").ShouldBe("A");
    }

    [Theory]
    [InlineData("""{"issued":{"access_token":"QQ=="}}""")]
    [InlineData("""{"obtained_at":"2026-11-20T06:00:00Z"}""")]
    [InlineData("""{"issued":{"access_token":"?"},"obtained_at":"2026-11-20T06:00:00Z"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_malformed_token_is_damage_and_never_an_empty_token(string token)
    {
        var text = $$"""{"method":"m","values":{},"approved_hosts":[],"confirmed_at":"2026-11-20T06:00:00Z","token":{{token}}}""";

        // The types that opening an entry turns into vault_corrupt.
        (Should.Throw<Exception>(() => VaultContent.Read(Id, Encoding.UTF8.GetBytes(text))) is System.Text.Json.JsonException or FormatException or InvalidOperationException).ShouldBeTrue();
    }

    [Fact, Trait("case", "X25")]
    public void No_file_of_the_store_holds_a_token_in_clear_or_may_be_read_by_others()
    {
        Vault().Save(VaultTests.Sample(Id) with { Token = Token() });

        foreach (var path in _home.AllFiles())
        {
            var text = File.ReadAllText(path);
            foreach (var canary in new[] { AccessToken, RefreshToken })
            {
                text.ShouldNotContain(canary);
                text.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)));
            }

            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
    }

    [Fact, Trait("case", "X28")]
    public void Two_accounts_of_one_source_have_their_own_tokens()
    {
        var second = Id with { Account = "sandbox" };
        Vault().Save(VaultTests.Sample(Id) with { Token = Token() });
        Vault().Save(VaultTests.Sample(second) with { Token = Token() with { RefreshToken = new Secret("CANARY-of-the-second") } });

        Vault().Update(second, connection => connection with { Token = null });

        Vault().Load(Id)!.Token!.RefreshToken!.Reveal().ShouldBe(RefreshToken);
        Vault().Load(second)!.Token.ShouldBeNull();
    }

    [Fact, Trait("case", "X26")]
    public void The_redactor_learns_tokens_and_refresh_tokens_with_the_connection()
    {
        var redactor = new Redactor();
        redactor.Add(VaultTests.Sample(Id) with { Values = new CredentialValues([new("tenant", new Secret("acme-eu"))]), Token = Token() });

        var redacted = redactor.Redact($"Authorization: Bearer {AccessToken}\nrefresh_token={RefreshToken}\ntenant=acme-eu");

        redacted.ShouldNotContain(AccessToken);
        redacted.ShouldNotContain(RefreshToken);
        redacted.ShouldContain("[redacted:refresh_token]");
        redacted.ShouldContain("tenant=acme-eu");
    }

    private static TokenState Token() => new(
        new CredentialValues([new("access_token", new Secret(AccessToken)), new("tenant_url", new Secret("https://eu1.acme.test"))], ["access_token"]),
        new Secret(RefreshToken),
        "Bearer",
        Obtained,
        Obtained.AddHours(1),
        null);

    private static string Value(CredentialValues values, string name) => values.TryGet(name, out var value) ? value.Reveal() : "";

    private Vault Vault() => VaultTests.VaultIn(_home.Path);
}
