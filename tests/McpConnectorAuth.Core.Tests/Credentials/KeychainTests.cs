using System.Diagnostics;
using System.Runtime.Versioning;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>The vault's key in a real Secret Service, and what happens where there is none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeychainTests : IDisposable
{
    private static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [KeychainFact]
    public async Task A_new_store_keeps_its_key_in_the_keychain_and_in_no_file()
    {
        using var session = new KeychainSession();

        var output = await session.RunAsync(["vault", "save", _home.Path, "acme_billing"], ["vault", "load", _home.Path, "acme_billing"]);

        output.Trim().ShouldBe("api_token");
        Record().ShouldContain("\"key_origin\":\"keychain\"");
        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        File.ReadAllText(_home.File("vault.keychain")).ShouldBeEmpty();
        foreach (var file in _home.AllFiles()) File.GetUnixFileMode(file).ShouldBe(AtomicFile.Private, file);
        VaultTests.VaultIn(_home.Path).Description.ShouldContain("keychain");
    }

    [KeychainFact]
    public async Task A_store_whose_keychain_is_gone_or_locked_is_an_error_and_no_reason_for_another_key()
    {
        using var session = new KeychainSession();
        await session.RunAsync(["vault", "save", _home.Path, "acme_billing"]);
        var sound = Record();

        // No session bus at all, a keychain of another session, and one that nobody has unlocked.
        var error = Should.Throw<ConnectorAuthException>(() => VaultTests.VaultIn(_home.Path).Load(Id));
        error.Code.ShouldBe(ErrorCodes.VaultKey);
        error.Message.ShouldContain("no session bus");
        Should.Throw<ConnectorAuthException>(() => VaultTests.VaultIn(_home.Path).Save(VaultTests.Sample(Id))).Code.ShouldBe(ErrorCodes.VaultKey);
        using var other = new KeychainSession();
        (await other.FailAsync(locked: false, "vault", "load", _home.Path, "acme_billing")).ShouldContain("does not hold that key");
        (await session.FailAsync(locked: true, "vault", "load", _home.Path, "acme_billing")).ShouldContain("or is locked");

        Record().ShouldBe(sound);
        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        (await session.RunAsync(["vault", "load", _home.Path, "acme_billing"])).Trim().ShouldBe("api_token");
    }

    [KeychainFact]
    public async Task Processes_that_start_together_agree_on_one_key_of_the_keychain()
    {
        using var session = new KeychainSession();

        // The shell starts them all before it waits; each saves a source of its own in the same new store.
        var all = Enumerable.Range(0, 4).Select(number => new[] { "vault", "save", _home.Path, $"source{number}" }).ToArray();
        await session.RunTogetherAsync(all);

        foreach (var number in Enumerable.Range(0, 4))
            (await session.RunAsync(["vault", "load", _home.Path, $"source{number}"])).Trim().ShouldBe("api_token");
    }

    [KeychainFact]
    public async Task A_store_moves_to_the_keychain_when_it_is_told_to_and_back()
    {
        VaultTests.VaultIn(_home.Path).Save(VaultTests.Sample(Id));
        using var session = new KeychainSession();

        (await session.RunAsync(["vault", "load", _home.Path, "acme_billing"])).Trim().ShouldBe("api_token");
        Record().ShouldContain("key_file", customMessage: "a keychain that appears is no reason to move either");
        (await session.RunAsync(["vault", "rotate", _home.Path, "keychain"], ["vault", "rotate", _home.Path], ["vault", "load", _home.Path, "acme_billing"]))
            .ShouldBe("keychain\nkeychain\napi_token\n");
        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        Record().ShouldContain("keychain");

        await session.RunAsync(["vault", "rotate", _home.Path, "key_file"]);
        VaultTests.VaultIn(_home.Path).Load(Id).ShouldNotBeNull();
        (await session.FailAsync(locked: false, "vault", "rotate", _home.Path, "nowhere")).ShouldContain("no place for keys");
    }

    [KeychainFact]
    public async Task A_keychain_that_nobody_can_unlock_leaves_a_new_store_with_a_key_file_that_it_names()
    {
        using var session = new KeychainSession();

        await session.RunLockedAsync(["vault", "save", _home.Path, "acme_billing"]);

        Record().ShouldContain("key_file");
        VaultTests.VaultIn(_home.Path).Description.ShouldContain("vault.key");
    }

    [Fact]
    public void Without_a_session_bus_the_key_file_is_used_at_once()
    {
        var clock = Stopwatch.StartNew();
        var vault = VaultTests.VaultIn(_home.Path);

        vault.Prepare();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        vault.Description.ShouldContain(_home.File("vault.key"));
        Record().ShouldContain("key_file");
    }

    [Fact]
    public void A_keychain_that_was_demanded_is_not_replaced_by_a_file()
    {
        var vault = VaultTests.VaultIn(_home.Path, ("CONNECTOR_AUTH_KEY_STORE", "keychain"), ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"));

        Should.Throw<ConnectorAuthException>(vault.Prepare).Code.ShouldBe(ErrorCodes.VaultKey);
        Should.Throw<ConnectorAuthException>(VaultTests.VaultIn(_home.Path, ("CONNECTOR_AUTH_KEY_STORE", "drawer")).Prepare).Code.ShouldBe(ErrorCodes.InvalidArgument);

        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        File.Exists(_home.File("vault.json")).ShouldBeFalse();
    }

    private string Record() => File.ReadAllText(_home.File("vault.json"));
}
