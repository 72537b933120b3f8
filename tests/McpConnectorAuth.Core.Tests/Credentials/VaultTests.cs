using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Text;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Credentials;

public sealed class VaultTests : IDisposable
{
    private const string Canary = "CANARY-7q2w9e4r5t";
    private const string HexKey = "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";
    private const string OtherHexKey = "ff112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";

    private static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));

    private readonly TemporaryFolder _home = new();

    public static Connection Sample(ConnectionId id) => new(
        id,
        "api_token",
        new CredentialValues([new("api_token", new Secret(Canary)), new("email", new Secret("person@acme.test"))]),
        ["api.acme.test"],
        new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero));

    /// <summary>A vault that sees these variables and no others: no keychain of whoever runs the tests.</summary>
    public static Vault VaultIn(string home, params (string Name, string Value)[] variables) => Vault.Open(
        name => name == ConnectorAuthHome.Variable ? home : variables.FirstOrDefault(variable => variable.Name == name).Value);

    public static string Reveal(Connection connection, string name) =>
        connection.Values.TryGet(name, out var value) ? value.Reveal() : "";

    public void Dispose() => _home.Dispose();

    [Trait("case", "P8")]
    [Trait("case", "P10")]
    [Fact]
    public void What_was_saved_comes_back_from_another_instance()
    {
        var saved = Sample(Id) with
        {
            Values = new CredentialValues([
                new("private_key", new Secret("-----BEGIN X-----\nmulti\r\nline \"quoted\" \\ é 😀\n-----END X-----\n")),
                new("empty", new Secret("")),
                new("odd \"name\"", new Secret(new string('x', 20_000))),
            ]),
            LastOutcome = VerificationOutcome.InsufficientPermissions,
            LastCheckedAt = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.FromHours(2)),
        };
        KeyFileVault().Save(saved);

        var loaded = KeyFileVault().Load(Id).ShouldNotBeNull();

        loaded.Id.ShouldBe(Id);
        loaded.Method.ShouldBe("api_token");
        loaded.Values.Names.ShouldBe(saved.Values.Names);
        foreach (var (name, value) in saved.Values.All) Reveal(loaded, name).ShouldBe(value.Reveal());
        loaded.ApprovedHosts.ShouldBe(["api.acme.test"]);
        loaded.ConfirmedAt.ShouldBe(saved.ConfirmedAt);
        loaded.LastOutcome.ShouldBe(VerificationOutcome.InsufficientPermissions);
        loaded.LastCheckedAt.ShouldBe(saved.LastCheckedAt);
    }

    [Fact]
    public void An_unchecked_connection_has_no_outcome()
    {
        KeyFileVault().Save(Sample(Id));

        var loaded = KeyFileVault().Load(Id).ShouldNotBeNull();

        loaded.LastOutcome.ShouldBeNull();
        loaded.LastCheckedAt.ShouldBeNull();
    }

    [Fact]
    public void Nothing_stored_is_null_and_makes_no_files()
    {
        var vault = KeyFileVault();

        vault.Load(Id).ShouldBeNull();
        vault.Delete(Id).ShouldBeFalse();
        vault.Update(Id, _ => throw new InvalidOperationException("nothing to change"));
        vault.Accounts("p1", Id.Source).ShouldBeEmpty();

        Directory.EnumerateFileSystemEntries(_home.Path).ShouldBeEmpty();
    }

    [Trait("case", "U11")]
    [Fact]
    public void Accounts_are_separate_and_listed_and_deleted_one_by_one()
    {
        var vault = KeyFileVault();
        var second = Id with { Account = "sandbox" };
        vault.Save(Sample(Id));
        vault.Save(Sample(second) with { Method = "other" });

        vault.Accounts("p1", Id.Source).ShouldBe(["default", "sandbox"]);
        vault.Delete(Id).ShouldBeTrue();
        vault.Load(Id).ShouldBeNull();
        vault.Load(second).ShouldNotBeNull().Method.ShouldBe("other");
        vault.Accounts("p1", Id.Source).ShouldBe(["sandbox"]);
        vault.Accounts("p2", Id.Source).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("UPPER")]
    [InlineData("nul\0")]
    public void Names_that_could_leave_the_folder_are_refused(string account)
    {
        var vault = KeyFileVault();

        Code(() => vault.Load(Id with { Account = account })).ShouldBe(ErrorCodes.InvalidArgument);
        Code(() => vault.Save(Sample(Id with { Account = account }))).ShouldBe(ErrorCodes.InvalidArgument);
        Code(() => vault.Load(Id with { ProjectId = account })).ShouldBe(ErrorCodes.InvalidArgument);
        Code(() => vault.Load(new ConnectionId("p1", default))).ShouldBe(ErrorCodes.InvalidArgument);
    }

    [Trait("case", "X10")]
    [Fact]
    public void Every_flipped_bit_is_a_typed_error_and_changes_nothing_on_disk()
    {
        var vault = EnvironmentVault(HexKey);
        vault.Save(Small());
        var path = EntryFile();
        var sound = File.ReadAllBytes(path);
        for (var bit = 0; bit < 8 * sound.Length; bit++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);

            var error = Should.Throw<ConnectorAuthException>(() => vault.Load(Id), $"bit {bit}");

            error.Code.ShouldBeOneOf(ErrorCodes.VaultCorrupt, ErrorCodes.VaultKey);
            error.NextStep.ShouldNotBeEmpty();
            File.ReadAllBytes(path).ShouldBe(damaged);
        }

        File.WriteAllBytes(path, sound);
        vault.Load(Id).ShouldNotBeNull();
    }

    [Fact]
    public void Every_truncation_and_an_extension_are_typed_errors()
    {
        var vault = EnvironmentVault(HexKey);
        vault.Save(Small());
        var path = EntryFile();
        var sound = File.ReadAllBytes(path);
        for (var length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(path, sound[..length]);
            Code(() => vault.Load(Id)).ShouldBe(ErrorCodes.VaultCorrupt, $"length {length}");
        }

        File.WriteAllBytes(path, [.. sound, (byte)'\n']);
        Code(() => vault.Load(Id)).ShouldBe(ErrorCodes.VaultCorrupt);
        File.WriteAllBytes(path, new byte[3 << 20]);
        Code(() => vault.Load(Id)).ShouldBe(ErrorCodes.VaultCorrupt);
    }

    /// <summary>Entries of every size, each damaged in one random place: the error is typed and nothing of the value is in it.</summary>
    [Fact]
    public void Random_damage_and_random_keys_are_typed_errors()
    {
        var random = new Random(20_261_121);
        var vault = EnvironmentVault(HexKey);
        var path = EntryFile();
        byte[] sound = [];
        for (var round = 0; round < Stress.Of(1_000, 10_000); round++)
        {
            if (round % 50 == 0)
            {
                vault.Save(Sample(Id) with { Values = new CredentialValues([new("api_token", new Secret(Canary + new string('x', random.Next(20_000))))]) });
                sound = File.ReadAllBytes(path);
            }

            var flipped = (byte[])sound.Clone();
            flipped[random.Next(sound.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, flipped);
            ShouldBeTyped(Should.Throw<ConnectorAuthException>(() => vault.Load(Id), $"flip of round {round}"));

            File.WriteAllBytes(path, sound[..random.Next(sound.Length)]);
            ShouldBeTyped(Should.Throw<ConnectorAuthException>(() => vault.Load(Id), $"truncation of round {round}"));

            File.WriteAllBytes(path, sound);
            var key = new byte[32];
            random.NextBytes(key);
            ShouldBeTyped(Should.Throw<ConnectorAuthException>(() => EnvironmentVault(Convert.ToHexString(key)).Load(Id), $"key of round {round}"));
            File.ReadAllBytes(path).ShouldBe(sound);
        }

        vault.Load(Id).ShouldNotBeNull();

        static void ShouldBeTyped(ConnectorAuthException error)
        {
            error.Code.ShouldBeOneOf(ErrorCodes.VaultCorrupt, ErrorCodes.VaultKey);
            error.NextStep.ShouldNotBeEmpty();
            error.ToString().ShouldNotContain(Canary);
        }
    }

    [Fact]
    public void A_damaged_entry_stops_an_update_and_is_replaced_by_a_new_confirmation()
    {
        var vault = KeyFileVault();
        vault.Save(Sample(Id));
        File.WriteAllText(EntryFile(), "{}");

        Code(() => vault.Update(Id, connection => connection)).ShouldBe(ErrorCodes.VaultCorrupt);
        File.ReadAllText(EntryFile()).ShouldBe("{}");

        vault.Save(Sample(Id));
        vault.Load(Id).ShouldNotBeNull();
    }

    [Fact]
    public void An_entry_moved_to_another_source_account_or_project_does_not_open()
    {
        var vault = KeyFileVault();
        vault.Save(Sample(Id));
        ConnectionId[] others =
        [
            Id with { Source = SourceName.Parse("other") },
            Id with { Account = "other" },
            Id with { ProjectId = "p2" },
        ];
        foreach (var other in others)
        {
            vault.Save(Sample(other));
            File.Copy(EntryFile(), EntryFile(other), overwrite: true);
            Code(() => vault.Load(other)).ShouldBe(ErrorCodes.VaultCorrupt, other.ToString());
        }
    }

    [Trait("case", "P9")]
    [Trait("case", "X9")]
    [Fact]
    public void A_wrong_key_says_which_key_sealed_the_entry_and_changes_nothing()
    {
        EnvironmentVault(HexKey).Save(Sample(Id));
        var sound = File.ReadAllBytes(EntryFile());

        foreach (var vault in new[] { EnvironmentVault(OtherHexKey), KeyFileVault() })
        {
            var reading = Should.Throw<ConnectorAuthException>(() => vault.Load(Id));
            reading.Code.ShouldBe(ErrorCodes.VaultKey);
            reading.Explanation.ShouldContain("CONNECTOR_AUTH_KEY");
            Code(() => vault.Update(Id, connection => connection)).ShouldBe(ErrorCodes.VaultKey);
        }

        File.ReadAllBytes(EntryFile()).ShouldBe(sound);
        EnvironmentVault(HexKey).Load(Id).ShouldNotBeNull();
    }

    [Fact]
    public void A_store_does_not_move_to_another_key_by_itself()
    {
        EnvironmentVault(HexKey).Save(Sample(Id));
        var second = Id with { Account = "second" };

        Code(() => KeyFileVault().Save(Sample(second))).ShouldBe(ErrorCodes.VaultKey);
        Code(() => EnvironmentVault(OtherHexKey).Save(Sample(second))).ShouldBe(ErrorCodes.VaultKey);

        File.Exists(_home.File(KeyFileSource.FileName)).ShouldBeFalse();
        File.Exists(EntryFile(second)).ShouldBeFalse();
    }

    [Fact]
    public void A_lost_key_file_is_not_made_anew()
    {
        KeyFileVault().Save(Sample(Id));
        File.Delete(_home.File(KeyFileSource.FileName));

        Code(() => KeyFileVault().Load(Id)).ShouldBe(ErrorCodes.VaultKey);
        Code(() => KeyFileVault().Save(Sample(Id))).ShouldBe(ErrorCodes.VaultKey);
        File.Exists(_home.File(KeyFileSource.FileName)).ShouldBeFalse();
    }

    [Trait("case", "U15")]
    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData(HexKey + "0")]
    [InlineData("zz112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f")]
    public void A_malformed_key_in_the_environment_is_an_error_and_no_reason_to_use_the_file(string key)
    {
        var vault = Vault.Open(name => name == ConnectorAuthHome.Variable ? _home.Path : name == EnvironmentKeySource.Variable ? key : null);

        var error = Should.Throw<ConnectorAuthException>(() => vault.Save(Sample(Id)));

        error.Code.ShouldBe(ErrorCodes.VaultKey);
        if (key.Length > 0) error.Explanation.ShouldNotContain(key);
        File.Exists(_home.File(KeyFileSource.FileName)).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_key_in_the_environment_the_key_file_is_used_and_the_description_says_so()
    {
        var withFile = Vault.Open(name => name == ConnectorAuthHome.Variable ? _home.Path : null);
        var withVariable = Vault.Open(name => name == ConnectorAuthHome.Variable ? _home.Path : name == EnvironmentKeySource.Variable ? HexKey : null);
        withFile.Description.ShouldContain(_home.File("connections"));
        withFile.Description.ShouldContain(_home.File(KeyFileSource.FileName));
        withVariable.Description.ShouldContain("CONNECTOR_AUTH_KEY");

        withFile.Save(Sample(Id));

        File.ReadAllText(_home.File(KeyFileSource.FileName)).ShouldMatch("\\A[0-9a-f]{64}\n\\z");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [UnsupportedOSPlatform("windows")]
    public void A_key_file_that_others_may_read_or_change_is_refused(UnixFileMode extra)
    {
        KeyFileVault().Save(Sample(Id));
        File.SetUnixFileMode(_home.File(KeyFileSource.FileName), AtomicFile.Private | extra);

        var error = Should.Throw<ConnectorAuthException>(() => KeyFileVault().Load(Id));

        error.Code.ShouldBe(ErrorCodes.VaultKey);
        error.NextStep.ShouldContain("chmod 600");
    }

    [Fact]
    public void A_key_file_that_is_a_link_or_damaged_is_refused()
    {
        KeyFileVault().Save(Sample(Id));
        var path = _home.File(KeyFileSource.FileName);
        File.Move(path, _home.File("elsewhere"));
        File.CreateSymbolicLink(path, _home.File("elsewhere"));
        Should.Throw<ConnectorAuthException>(() => KeyFileVault().Load(Id)).Message.ShouldContain("symbolic link");

        File.Delete(path);
        AtomicFile.Write(path, "short", AtomicFile.Private);
        Should.Throw<ConnectorAuthException>(() => KeyFileVault().Load(Id)).Message.ShouldContain("64 hex digits");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_are_0600_and_folders_0700_under_umask_000()
    {
        var home = _home.File("home");
        var command = string.Join(' ', ChildProcess.CommandLine("vault", "save", home, "acme_billing").Select(part => $"'{part}'"));

        await ChildProcess.Finish(ChildProcess.Start("/bin/sh", "-c", $"umask 000; exec {command}"));

        Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldContain("default.json");
        foreach (var file in Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories))
            File.GetUnixFileMode(file).ShouldBe(AtomicFile.Private, file);
        foreach (var folder in Directory.EnumerateDirectories(home, "*", SearchOption.AllDirectories).Append(home))
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_of_connections_that_was_opened_to_others_is_closed_again()
    {
        KeyFileVault().Save(Sample(Id));
        File.SetUnixFileMode(_home.File("connections"), (UnixFileMode)0b111_111_111);

        KeyFileVault().Save(Sample(Id));

        ((int)File.GetUnixFileMode(_home.File("connections"))).ShouldBe(0b111_000_000);
    }

    [Fact]
    public void The_value_is_in_no_file_in_any_form()
    {
        KeyFileVault().Save(Sample(Id));
        KeyFileVault().Update(Id, connection => connection with { LastOutcome = VerificationOutcome.Valid });
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(Canary),
            Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary))[..^4]),
            Encoding.UTF8.GetBytes(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Canary))[..^2]),
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Canary))),
            Encoding.Unicode.GetBytes(Canary),
        ];

        _home.AllFiles().Count().ShouldBeGreaterThan(2);
        foreach (var file in _home.AllFiles())
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var form in forms) bytes.AsSpan().IndexOf(form).ShouldBe(-1, file);
        }
    }

    [Fact]
    public void Each_write_has_a_nonce_of_its_own()
    {
        var contents = new HashSet<string>();
        for (var count = 0; count < 20; count++)
        {
            KeyFileVault().Save(Sample(Id));
            contents.Add(File.ReadAllText(EntryFile())).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Processes_that_change_the_same_and_different_connections_lose_nothing()
    {
        var changes = Stress.Of(25, 1000);
        string[] own = ["first", "second", "third", "fourth"];
        foreach (var source in own.Append("shared"))
            KeyFileVault().Save(Sample(new ConnectionId("p1", SourceName.Parse(source))) with { Values = new CredentialValues([]) });

        await ChildProcess.RunAll([
            .. "abcd".Select(letter => new[] { "vault", "append", _home.Path, "shared", $"{letter}", $"{changes}" }),
            .. own.Select(source => new[] { "vault", "append", _home.Path, source, "x", $"{changes}" }),
        ]);

        var shared = Log("shared");
        shared.Length.ShouldBe(4 * changes);
        foreach (var letter in "abcd") shared.Count(character => character == letter).ShouldBe(changes);
        foreach (var source in own) Log(source).ShouldBe(new string('x', changes));
    }

    [Fact]
    public async Task Processes_that_start_together_in_an_empty_home_agree_on_one_key()
    {
        var home = _home.File("home");

        await ChildProcess.RunAll(Enumerable.Range(0, 4).Select(number => new[] { "vault", "save", home, $"source{number}" }));

        var vault = VaultIn(home);
        for (var number = 0; number < 4; number++)
            vault.Load(new ConnectionId("p1", SourceName.Parse($"source{number}"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Threads_with_instances_of_their_own_lose_nothing()
    {
        KeyFileVault().Save(Sample(Id) with { Values = new CredentialValues([]) });

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() =>
            VaultChild.Run(["append", _home.Path, "acme_billing", $"{number}", "10"], _ => null))));

        Log("acme_billing").Length.ShouldBe(60);
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_the_old_or_the_new_state()
    {
        KeyFileVault().Save(Sample(Id) with { Values = new CredentialValues([new("log", new Secret("0"))]) });
        var reached = new HashSet<string>();
        for (var round = 0; round < Stress.Of(12, 100); round++)
        {
            using var child = ChildProcess.Start(ChildProcess.CommandLine("vault", "count", _home.Path, "acme_billing"));
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("ready");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 20));
            child.Kill();
            await child.WaitForExitAsync();

            var log = Log("acme_billing");
            int.Parse(log, null).ShouldBeGreaterThanOrEqualTo(reached.Count == 0 ? 0 : reached.Max(text => int.Parse(text, null)));
            reached.Add(log);
        }

        reached.Count.ShouldBeGreaterThan(1);
        KeyFileVault().Save(Sample(Id));
        _home.AllFiles().ShouldAllBe(file => !file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_by_the_next_save()
    {
        KeyFileVault().Save(Sample(Id));
        File.WriteAllText(EntryFile() + ".0123.tmp", "half");

        KeyFileVault().Save(Sample(Id));

        Directory.EnumerateFiles(Path.GetDirectoryName(EntryFile())!).Select(Path.GetFileName).Order().ShouldBe(["default.json", "default.lock", "default.lock-next"]);
    }

    [Fact]
    public void A_lock_that_is_held_too_long_is_busy_and_one_can_stop_waiting()
    {
        var path = _home.File("some.lock");
        using (FileLock.Acquire(path))
        {
            Code(() => FileLock.Acquire(path, TimeSpan.FromMilliseconds(30)).Dispose()).ShouldBe(ErrorCodes.Busy);
            using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
            Should.Throw<OperationCanceledException>(() => FileLock.Acquire(path, TimeSpan.FromMinutes(1), cancelled.Token).Dispose());
        }

        FileLock.Acquire(path, TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task One_that_takes_the_lock_again_and_again_does_not_starve_another()
    {
        var path = _home.File("some.lock");
        using var done = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var greedy = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using var held = FileLock.Acquire(path);
                begun.TrySetResult();
                Thread.Sleep(2);
            }
        });
        await begun.Task;

        await Task.Run(() =>
        {
            for (var count = 0; count < 30; count++) FileLock.Acquire(path, TimeSpan.FromSeconds(20)).Dispose();
        });

        greedy.IsCompleted.ShouldBeFalse();
        await done.CancelAsync();
        await greedy;
    }

    [Fact]
    public void A_home_that_can_not_be_written_is_a_clear_error()
    {
        var file = _home.File("file");
        File.WriteAllText(file, "");
        var vault = VaultIn(Path.Combine(file, "home"));

        Code(() => vault.Save(Sample(Id))).ShouldBe(ErrorCodes.FileAccess);
    }

    [Fact]
    public void A_value_that_is_no_text_is_refused_without_repeating_it()
    {
        var broken = Sample(Id) with { Values = new CredentialValues([new("api_token", new Secret(Canary + "\ud800"))]) };

        var error = Should.Throw<ConnectorAuthException>(() => KeyFileVault().Save(broken));

        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.ToString().ShouldNotContain(Canary);
        File.Exists(EntryFile()).ShouldBeFalse();
    }

    [Fact]
    public void Credentials_larger_than_the_limit_are_refused()
    {
        var large = Sample(Id) with { Values = new CredentialValues([new("api_token", new Secret(new string('x', 1 << 20)))]) };

        Code(() => KeyFileVault().Save(large)).ShouldBe(ErrorCodes.InvalidCredentialField);
    }

    [Fact]
    public void The_home_folder_follows_the_environment_and_refuses_a_relative_path()
    {
        ConnectorAuthHome.Locate(_ => _home.Path + "/").ShouldBe(_home.Path);
        ConnectorAuthHome.Locate(_ => null).ShouldEndWith("connector-auth");
        Code(() => ConnectorAuthHome.Locate(_ => "relative/path")).ShouldBe(ErrorCodes.InvalidArgument);
    }

    [Fact]
    public void The_home_folder_does_not_lie_inside_the_project()
    {
        using var other = new TemporaryFolder();
        var project = new ProjectWorkspace(_home.Path);
        var into = Path.Combine(other.Path, "into");
        Directory.CreateSymbolicLink(into, _home.Path);
        foreach (var inside in new[] { _home.Path, Path.Combine(_home.Path, ".store", "deep"), Path.Combine(into, "store"), Path.Combine(other.Path, "..", Path.GetFileName(_home.Path), "store") })
        {
            var error = Should.Throw<ConnectorAuthException>(() => Vault.Open(_ => inside, project));
            error.Code.ShouldBe(ErrorCodes.InvalidArgument, inside);
            error.Explanation.ShouldContain($"inside the project {_home.Path}");
        }

        ConnectorAuthHome.Locate(_ => other.Path, project).ShouldBe(other.Path);
        ConnectorAuthHome.Locate(_ => _home.Path + "-beside", project).ShouldBe(_home.Path + "-beside");
        ConnectorAuthHome.Locate(_ => null, project).ShouldEndWith("connector-auth");
    }

    private static Connection Small() => Sample(Id) with { Values = new CredentialValues([new("k", new Secret("v"))]), ApprovedHosts = [] };

    private static string Code(Action action) => Should.Throw<ConnectorAuthException>(action).Code;

    private static string Code(Func<object?> function) => Should.Throw<ConnectorAuthException>(function).Code;

    private Vault KeyFileVault() => VaultIn(_home.Path);

    private Vault EnvironmentVault(string key) => VaultIn(_home.Path, (EnvironmentKeySource.Variable, key));

    private string EntryFile(ConnectionId? id = null)
    {
        id ??= Id;
        return _home.File("connections", id.ProjectId, id.Source.Value, id.Account + ".json");
    }

    private string Log(string source) =>
        Reveal(KeyFileVault().Load(new ConnectionId("p1", SourceName.Parse(source))).ShouldNotBeNull(), "log");
}
