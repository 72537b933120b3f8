using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>A store that is sealed anew: by one process, by several, by ones that are killed.</summary>
public sealed class VaultRotationTests : IDisposable
{
    private const string Key = "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";
    private const string NewKey = "a0112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";

    private static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Every_entry_of_every_project_gets_the_new_key_and_the_old_one_is_gone()
    {
        ConnectionId[] ids = [Id, Id with { Account = "second" }, new("p2", SourceName.Parse("other"))];
        foreach (var id in ids) Vault().Save(VaultTests.Sample(id));
        var old = KeyFile();
        var running = Vault();
        running.Load(Id).ShouldNotBeNull();

        var rotation = Vault().Rotate(null, CancellationToken.None);

        rotation.Resealed.ShouldBe(3);
        rotation.Unreadable.ShouldBeEmpty();
        KeyFile().ShouldMatch("\\A[0-9a-f]{64}\n\\z");
        KeyFile().ShouldNotBe(old);
        Record().ShouldNotContain("previous");
        foreach (var id in ids) VaultTests.Reveal(Vault().Load(id)!, "email").ShouldBe("person@acme.test");

        // A server that has the old key in memory goes on with the new one.
        running.Update(Id, connection => connection with { Method = "changed" });
        Vault().Load(Id)!.Method.ShouldBe("changed");

        // Nothing opens with the old key any more.
        AtomicFile.Write(_home.File("vault.key"), old, AtomicFile.Private);
        foreach (var id in ids) Should.Throw<ConnectorAuthException>(() => Vault().Load(id)).Code.ShouldBe(ErrorCodes.VaultKey);
    }

    [Fact]
    public void The_key_moves_to_the_environment_and_on_to_another_and_says_what_to_set()
    {
        Vault().Save(VaultTests.Sample(Id));
        Should.Throw<ConnectorAuthException>(() => Vault().Rotate(VaultKeyOrigin.Environment, CancellationToken.None)).Message.ShouldContain("CONNECTOR_AUTH_NEW_KEY");

        var moved = Vault(("CONNECTOR_AUTH_NEW_KEY", Key)).Rotate(VaultKeyOrigin.Environment, CancellationToken.None);
        moved.NextStep.ShouldContain("CONNECTOR_AUTH_KEY");
        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        Should.Throw<ConnectorAuthException>(() => Vault().Load(Id)).Code.ShouldBe(ErrorCodes.VaultKey);
        Vault(("CONNECTOR_AUTH_KEY", Key)).Load(Id).ShouldNotBeNull();

        Vault(("CONNECTOR_AUTH_KEY", Key), ("CONNECTOR_AUTH_NEW_KEY", NewKey)).Rotate(null, CancellationToken.None).Resealed.ShouldBe(1);
        Vault(("CONNECTOR_AUTH_KEY", NewKey)).Load(Id).ShouldNotBeNull();
        Should.Throw<ConnectorAuthException>(() => Vault(("CONNECTOR_AUTH_KEY", Key)).Load(Id)).Code.ShouldBe(ErrorCodes.VaultKey);

        Vault(("CONNECTOR_AUTH_KEY", NewKey)).Rotate(VaultKeyOrigin.KeyFile, CancellationToken.None).NextStep.ShouldContain("Unset CONNECTOR_AUTH_KEY");
        Vault().Load(Id).ShouldNotBeNull();
        var shadowed = Vault(("CONNECTOR_AUTH_KEY", NewKey));
        Should.Throw<ConnectorAuthException>(() => shadowed.Load(Id)).NextStep.ShouldStartWith("Unset CONNECTOR_AUTH_KEY: this store's key is the key file");
        shadowed.Description.ShouldContain(KeyFileSource.FileName);
        shadowed.Description.ShouldContain("not used while CONNECTOR_AUTH_KEY is set");
    }

    [Fact]
    public void The_wrong_key_rotates_nothing()
    {
        Vault(("CONNECTOR_AUTH_KEY", Key)).Save(VaultTests.Sample(Id));
        var sound = _home.AllFiles().ToDictionary(path => path, File.ReadAllText);

        Should.Throw<ConnectorAuthException>(() => Vault(("CONNECTOR_AUTH_KEY", NewKey)).Rotate(null, CancellationToken.None)).Code.ShouldBe(ErrorCodes.VaultKey);
        Should.Throw<ConnectorAuthException>(() => Vault().Rotate(VaultKeyOrigin.KeyFile, CancellationToken.None)).Code.ShouldBe(ErrorCodes.VaultKey);
        Should.Throw<ConnectorAuthException>(() => Vault(("CONNECTOR_AUTH_KEY", Key), ("CONNECTOR_AUTH_NEW_KEY", Key)).Rotate(null, CancellationToken.None)).Message.ShouldContain("already");

        foreach (var (path, text) in sound) File.ReadAllText(path).ShouldBe(text, path);
    }

    [Fact]
    public void An_entry_that_nothing_opens_is_named_and_its_key_kept()
    {
        Vault().Save(VaultTests.Sample(Id));
        var broken = Id with { Account = "broken" };
        Vault().Save(VaultTests.Sample(broken));
        var path = _home.File("connections", "p1", "acme_billing", "broken.json");
        var sound = File.ReadAllText(path);
        File.WriteAllText(path, "{}");

        Vault().Rotate(null, CancellationToken.None).Unreadable.ShouldBe([broken.ToString()]);
        Vault().Inspect().Unreadable.ShouldBe([broken.ToString()]);
        Vault().Load(Id).ShouldNotBeNull();

        // Restored from a backup that was made before, it opens with the key that was kept, and the next rotation takes it along.
        File.WriteAllText(path, sound);
        Vault().Load(broken).ShouldNotBeNull();
        var state = Vault().Inspect();
        (state.Connections, state.Pending).ShouldBe((2, 1));
        state.NextStep.ShouldContain("vault rotate");
        Vault().Rotate(null, CancellationToken.None).Resealed.ShouldBe(1);
        Vault().Inspect().Pending.ShouldBe(0);
        KeyFile().Length.ShouldBe(65);
    }

    [Fact]
    public async Task A_rotation_killed_at_any_moment_leaves_every_entry_readable_and_the_next_one_finishes()
    {
        var ids = Enumerable.Range(0, 8).Select(number => Id with { Account = $"a{number}" }).ToList();
        foreach (var id in ids) Vault().Save(VaultTests.Sample(id));
        var interrupted = 0;
        for (var round = 0; round < Stress.Of(12, 100); round++)
        {
            using var child = ChildProcess.Start(ChildProcess.CommandLine("vault", "rotations", _home.Path, "0"));
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("ready");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 30));
            child.Kill();
            await child.WaitForExitAsync();

            foreach (var id in ids) VaultTests.Reveal(Vault().Load(id).ShouldNotBeNull(), "email").ShouldBe("person@acme.test");
            if (Record().Contains("previous", StringComparison.Ordinal)) interrupted++;
        }

        interrupted.ShouldBeGreaterThan(0, "no round hit a rotation in its middle");
        Vault().Rotate(null, CancellationToken.None).Unreadable.ShouldBeEmpty();
        Vault().Rotate(null, CancellationToken.None);
        KeyFile().Length.ShouldBe(65);
        Vault().Inspect().Pending.ShouldBe(0);
    }

    [Fact]
    public async Task Processes_that_write_while_others_rotate_lose_nothing()
    {
        var (rotations, changes) = (Stress.Of(10, 100), Stress.Of(40, 400));
        foreach (var source in new[] { "shared", "own" })
            Vault().Save(VaultTests.Sample(new ConnectionId("p1", SourceName.Parse(source))) with { Values = new CredentialValues([]) });

        await ChildProcess.RunAll([
            ["vault", "rotations", _home.Path, $"{rotations}"],
            ["vault", "rotations", _home.Path, $"{rotations}"],
            ["vault", "append", _home.Path, "shared", "a", $"{changes}"],
            ["vault", "append", _home.Path, "shared", "b", $"{changes}"],
            ["vault", "append", _home.Path, "own", "c", $"{changes}"],
            ["vault", "fill", _home.Path, "fresh", $"{changes}"],
        ]);

        Log("shared").Length.ShouldBe(2 * changes);
        Log("own").Length.ShouldBe(changes);
        var fresh = SourceName.Parse("fresh");
        Vault().Accounts("p1", fresh).Count.ShouldBe(changes);
        var state = Vault().Inspect();
        state.Connections.ShouldBe(changes + 2);
        state.Unreadable.ShouldBeEmpty();
        state.Pending.ShouldBe(0);
        KeyFile().Length.ShouldBe(65);
    }

    [Fact]
    public void A_store_whose_record_was_removed_stays_with_the_key_of_its_entries()
    {
        Vault(("CONNECTOR_AUTH_KEY", Key)).Save(VaultTests.Sample(Id));
        File.Delete(_home.File("vault.json"));

        Should.Throw<ConnectorAuthException>(() => Vault().Save(VaultTests.Sample(Id))).Code.ShouldBe(ErrorCodes.VaultKey);
        File.Exists(_home.File("vault.key")).ShouldBeFalse();
        Vault(("CONNECTOR_AUTH_KEY", Key)).Save(VaultTests.Sample(Id));
        Record().ShouldContain("environment");
    }

    private static string Reveal(Connection connection) => VaultTests.Reveal(connection, "log");

    private Vault Vault(params (string Name, string Value)[] variables) => VaultTests.VaultIn(_home.Path, variables);

    private string Log(string source) => Reveal(Vault().Load(new ConnectionId("p1", SourceName.Parse(source))).ShouldNotBeNull());

    private string KeyFile() => File.ReadAllText(_home.File("vault.key"));

    private string Record() => File.ReadAllText(_home.File("vault.json"));
}
