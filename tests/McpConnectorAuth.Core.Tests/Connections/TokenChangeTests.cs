using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Tests.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>Storing what is issued: between processes, and with one of them killed at each point where that makes a difference.</summary>
public sealed class TokenChangeTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_token_that_was_stored_is_in_the_entry_and_nothing_is_left_beside_it()
    {
        Save("old");
        using (var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None))
        {
            TokenChild.Reveal(change.Current!.Token).ShouldBe("old");
            change.Prepare();
            Stored().ShouldBe("old");
            TokenChild.Reveal(change.Replace(TokenChild.Token("new"))!.Token).ShouldBe("new");
            TokenChild.Reveal(change.Current!.Token).ShouldBe("new");
            Stored().ShouldBe("new");

            // One lock is good for several changes, such as one that fails and a second try.
            TokenChild.Reveal(change.Replace(TokenChild.Token("newer"))!.Token).ShouldBe("newer");
            change.Replace(null)!.Token.ShouldBeNull();
            Stored().ShouldBe("");
        }

        Files().ShouldBe(["default.json", "default.lock", "default.lock-next", "default.token-lock", "default.token-lock-next"]);
    }

    [Fact]
    public async Task Where_nothing_is_stored_nothing_is_locked_or_written()
    {
        using var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);

        change.Prepare();
        change.Current.ShouldBeNull();
        change.Replace(TokenChild.Token("x")).ShouldBeNull();
        Directory.EnumerateFileSystemEntries(_home.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Killed_before_the_reply_the_old_token_is_there_and_the_lock_is_free_at_once()
    {
        Save("old");
        using var child = await StartAsync("hold");
        var waiting = Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);
        File.Exists(Beside("default.token-new")).ShouldBeTrue();
        waiting.IsCompleted.ShouldBeFalse();

        await KillAsync(child);

        using (var change = await waiting) TokenChild.Reveal(change.Replace(change.Current!.Token)!.Token).ShouldBe("old");
        Files().ShouldNotContain("default.token-new");
    }

    [Fact]
    public async Task Killed_before_the_entry_is_written_the_new_token_is_there_and_the_entry_is_whole()
    {
        Save("old");
        var entry = File.ReadAllBytes(Beside("default.json"));
        using (FileLock.Acquire(Beside("default.lock")))
        {
            // The child can write beside the entry and then waits for it.
            using var child = await StartAsync("replace", "new");
            while (!File.Exists(Beside("default.token"))) await Task.Yield();
            await KillAsync(child);
        }

        File.ReadAllBytes(Beside("default.json")).ShouldBe(entry);
        Stored().ShouldBe("new");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Beside("default.token")).ShouldBe(AtomicFile.Private);

        (await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None)).Dispose();
        Files().ShouldNotContain("default.token");
        Stored().ShouldBe("new");
    }

    [Fact]
    public async Task Killed_before_the_file_beside_the_entry_is_removed_it_counts_for_nothing()
    {
        Save("old");
        var left = await PendingAsync("new");
        using (var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None)) change.Replace(TokenChild.Token("newest"));

        File.WriteAllBytes(Beside("default.token"), left);

        Stored().ShouldBe("newest");
        (await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None)).Dispose();
        Stored().ShouldBe("newest");
        Files().ShouldNotContain("default.token");
    }

    [Fact]
    public async Task Whatever_a_loss_of_power_makes_of_the_file_beside_the_entry_the_entry_counts()
    {
        Save("old");
        var sound = await PendingAsync("new");
        for (var bit = 0; bit < 8 * sound.Length; bit += 1 + (bit % 5))
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Beside("default.token"), damaged);
            Stored().ShouldBe("old", $"bit {bit}");
        }

        foreach (var damaged in new[] { [], sound[..^1], sound[..(sound.Length / 2)], [.. sound, 0], new byte[sound.Length], new byte[3 << 20] })
        {
            File.WriteAllBytes(Beside("default.token"), damaged);
            Stored().ShouldBe("old", $"{damaged.Length} bytes");
        }

        File.WriteAllBytes(Beside("default.token"), sound);
        Stored().ShouldBe("new");
    }

    [Fact]
    public async Task The_two_kinds_of_file_and_two_accounts_don_t_pass_for_each_other()
    {
        Save("old");
        var pending = await PendingAsync("new");
        var second = Id with { Account = "second" };
        Vault().Save(VaultTests.Sample(second) with { Token = TokenChild.Token("of the second") });

        File.Copy(Beside("default.token"), Beside("second.token"));
        TokenChild.Reveal(Vault().Load(second)!.Token).ShouldBe("of the second");

        File.Copy(Beside("default.json"), Beside("default.token"), overwrite: true);
        Stored().ShouldBe("old");

        File.Delete(Beside("default.token"));
        File.WriteAllBytes(Beside("default.json"), pending);
        Should.Throw<ConnectorAuthException>(() => Vault().Load(Id)).Code.ShouldBe(ErrorCodes.VaultCorrupt);
    }

    [Fact]
    public async Task A_person_who_signs_in_anew_meanwhile_is_not_overruled()
    {
        Save("old");
        using var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);
        change.Prepare();

        Save("of a new sign-in");

        TokenChild.Reveal(change.Replace(TokenChild.Token("of the earlier one"))!.Token).ShouldBe("of a new sign-in");
        Stored().ShouldBe("of a new sign-in");
        TokenChild.Reveal(change.Replace(TokenChild.Token("next"))!.Token).ShouldBe("next");
    }

    [Fact]
    public async Task An_ended_grant_clears_nothing_that_came_meanwhile()
    {
        Save("old");
        using var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);
        Vault().Update(Id, connection => connection with { Token = TokenChild.Token("of a new sign-in") });

        TokenChild.Reveal(change.Replace(null)!.Token).ShouldBe("of a new sign-in");
    }

    [Fact]
    public async Task A_connection_that_was_removed_meanwhile_stays_removed()
    {
        Save("old");
        using (var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None))
        {
            change.Prepare();
            Vault().Delete(Id).ShouldBeTrue();
            change.Replace(TokenChild.Token("CANARY-late")).ShouldBeNull();
        }

        Vault().Load(Id).ShouldBeNull();
        Files().ShouldBe(["default.lock", "default.lock-next", "default.token-lock", "default.token-lock-next"]);
    }

    [Fact]
    public async Task Removing_a_connection_removes_what_a_killed_process_left_beside_it()
    {
        Save("old");
        await PendingAsync("new");

        Vault().Delete(Id).ShouldBeTrue();

        Files().ShouldNotContain("default.token");
        Save("later");
        Stored().ShouldBe("later");
    }

    [Fact]
    public async Task Other_changes_of_the_connection_need_not_wait_and_keep_the_token()
    {
        Save("old");
        using var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);

        Vault().Update(Id, connection => connection with { LastOutcome = VerificationOutcome.RateLimited });
        change.Replace(TokenChild.Token("new"));

        var loaded = Vault().Load(Id)!;
        (TokenChild.Reveal(loaded.Token), loaded.LastOutcome).ShouldBe(("new", VerificationOutcome.RateLimited));
    }

    [Fact]
    public async Task A_rotation_of_the_key_takes_along_what_a_killed_process_left()
    {
        Save("old");
        await PendingAsync("new");

        Vault().Rotate(null, CancellationToken.None).Unreadable.ShouldBeEmpty();

        Stored().ShouldBe("new");
        using (var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None)) TokenChild.Reveal(change.Current!.Token).ShouldBe("new");
    }

    [Fact]
    public async Task Waiting_for_another_process_holds_no_thread_can_be_cancelled_and_has_an_end()
    {
        Save("old");
        using var child = await StartAsync("hold");

        using var cancelled = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 200).Select(_ => Vault().ChangeTokenAsync(Id, Wait, cancelled.Token)).ToList();
        waiting.ShouldAllBe(task => !task.IsCompleted);
        await cancelled.CancelAsync();
        foreach (var task in waiting) await Should.ThrowAsync<OperationCanceledException>(async () => await task);

        (await Should.ThrowAsync<ConnectorAuthException>(async () => await Vault().ChangeTokenAsync(Id, TimeSpan.FromMilliseconds(50), CancellationToken.None))).Code.ShouldBe(ErrorCodes.Busy);
        await KillAsync(child);
        (await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task A_disk_without_room_is_found_out_before_a_server_is_asked()
    {
        Save("old");
        using var change = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);

        // A folder in the place of the file stands for every reason why it can't be written.
        Directory.CreateDirectory(Path.Combine(Beside("default.token-new"), "in the way"));

        var error = Should.Throw<ConnectorAuthException>(change.Prepare);
        error.Code.ShouldBe(ErrorCodes.FileAccess);
        error.NextStep.ShouldContain("nothing was asked");

        // A token that is there all the same goes into the entry.
        change.Replace(TokenChild.Token("new"));
        Stored().ShouldBe("new");
        Directory.Delete(Beside("default.token-new"), recursive: true);
    }

    [Fact]
    public async Task Processes_that_change_tokens_outcomes_and_keys_at_once_lose_nothing()
    {
        Vault().Save(VaultTests.Sample(Id));
        var each = Stress.Of(15, 300);

        await ChildProcess.RunAll([
            .. Enumerable.Range(0, 4).Select(_ => new[] { "token", "count", _home.Path, Id.Source.Value, $"{each}" }),
            .. Enumerable.Range(0, 2).Select(_ => new[] { "token", "outcome", _home.Path, Id.Source.Value, $"{each}" }),
            ["vault", "rotations", _home.Path, $"{each / 3}"],
        ]);

        Stored().ShouldBe($"{4 * each}");
        Vault().Load(Id)!.LastCheckedAt.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(2 * each));
    }

    [Fact]
    public async Task A_mark_is_another_one_after_every_change_and_none_just_after_one()
    {
        Vault().MarkOf(Id).ShouldBeNull();
        Save("old");
        var marks = new List<ConnectionMark> { await MarkAsync() };
        foreach (var change in new Func<Task>[]
        {
            () => Task.Run(() => Vault().Update(Id, connection => connection with { LastOutcome = VerificationOutcome.Valid })),
            async () =>
            {
                using var held = await Vault().ChangeTokenAsync(Id, Wait, CancellationToken.None);
                held.Replace(TokenChild.Token("abc"));
            },
            async () => await PendingAsync("def"),
            () => Task.Run(() => Save("old")),
        })
        {
            (await MarkAsync()).ShouldBe(marks[^1]);
            await change();
            marks.Add(await MarkAsync());
        }

        marks.Distinct().Count().ShouldBe(marks.Count);
        Vault().Delete(Id);
        Vault().MarkOf(Id).ShouldBeNull();
    }

    private static async Task KillAsync(System.Diagnostics.Process child)
    {
        child.Kill();
        await child.WaitForExitAsync();
    }

    /// <summary>Waits until the last change can be told from another one.</summary>
    private async Task<ConnectionMark> MarkAsync()
    {
        while (true)
        {
            if (Vault().MarkOf(Id) is { } mark) return mark;
            await Task.Yield();
        }
    }

    /// <summary>A token beside the entry, as a process leaves it that is killed before it can write the entry.</summary>
    private async Task<byte[]> PendingAsync(string token)
    {
        using (FileLock.Acquire(Beside("default.lock")))
        {
            using var child = await StartAsync("replace", token);
            while (!File.Exists(Beside("default.token"))) await Task.Yield();
            await KillAsync(child);
        }

        return File.ReadAllBytes(Beside("default.token"));
    }

    private async Task<System.Diagnostics.Process> StartAsync(string role, params string[] more)
    {
        var child = ChildProcess.Start(ChildProcess.CommandLine(["token", role, _home.Path, Id.Source.Value, .. more]));
        (await child.StandardOutput.ReadLineAsync()).ShouldBe("ready");
        return child;
    }

    private void Save(string token) => Vault().Save(VaultTests.Sample(Id) with { Token = TokenChild.Token(token) });

    private string Stored() => TokenChild.Reveal(Vault().Load(Id)!.Token);

    private string Beside(string name) => _home.File("connections", "p1", "acme_billing", name);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Beside("")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private Vault Vault() => VaultTests.VaultIn(_home.Path);
}
