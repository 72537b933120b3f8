using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using McpConnectorAuth.Core.Workspace;
using Microsoft.Identity.Client.Extensions.Msal;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Keys in the operating system's keychain: libsecret (the Secret Service of the desktop session) on Linux, the Keychain on
/// macOS, a file that DPAPI seals for the user on Windows. One item for each store, in the form of <see cref="VaultKeyList"/>.
/// </summary>
/// <remarks>
/// Nothing of it is loaded before it is needed. Without a session bus a Linux keychain is not asked at all: the library
/// would try to start a bus of its own. A keychain that does not answer, such as one that waits for its password at a screen
/// nobody looks at, ends in an error after <see cref="Patience"/>.
/// </remarks>
internal sealed class KeychainKeySource(string home, Func<string, string?> environment) : IVaultKeySource
{
    /// <summary>How long the keychain may take: a person may have to unlock it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // On Windows the sealed keys themselves; elsewhere an empty file that the library touches when it writes.
    private const string FileName = "vault.keychain";
    private const string LinuxLibrary = "libsecret-1.so.0";

    private string? _absence;

    /// <inheritdoc/>
    public string Origin => VaultKeyOrigin.Keychain;

    /// <inheritdoc/>
    public string Description => "in " + InWords;

    private static string InWords =>
        OperatingSystem.IsWindows() ? "the Windows data protection of your account"
        : OperatingSystem.IsMacOS() ? "your macOS keychain"
        : "the keychain of your desktop session (Secret Service)";

    /// <summary>Why there is no keychain here, found without asking it; null where there may be one.</summary>
    public string? Absence
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return null;
            if (_absence is null)
            {
                var address = environment("DBUS_SESSION_BUS_ADDRESS");
                var runtime = environment("XDG_RUNTIME_DIR");
                var bus = address is { Length: > 0 } || (runtime is { Length: > 0 } && Path.Exists(Path.Combine(runtime, "bus")));
                _absence = !bus ? "there is no session bus"
                    : !NativeLibrary.TryLoad(LinuxLibrary, out _) ? "libsecret is not installed"
                    : "";
            }

            return _absence.Length == 0 ? null : _absence;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<VaultKey> Read()
    {
        if (Absence is { } absence) throw Unusable($"can't be used: {absence}", null);
        var bytes = Ask(storage => storage.ReadData());
        try
        {
            if (bytes.Length == 0) return [];
            return VaultKeyList.Parse(bytes, Origin) ?? throw new ConnectorAuthException(
                ErrorCodes.VaultKey,
                $"What {InWords} holds for {home} is no key.",
                "Restore the item \"Connector Auth\" of the keychain; connections sealed with it can't be read without it.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <inheritdoc/>
    public VaultKey Add()
    {
        var key = VaultKey.Generate(Origin);
        Write([.. Read(), key]);
        return Read().FirstOrDefault(kept => kept.Id == key.Id) ?? throw Unusable("did not keep the key", null);
    }

    /// <inheritdoc/>
    public void Retain(IReadOnlySet<string> keyIds)
    {
        var keys = Read();
        var kept = keys.Where(key => keyIds.Contains(key.Id)).ToList();
        if (kept.Count == keys.Count) return;
        if (kept.Count > 0) Write(kept);
        else Ask(storage =>
        {
            storage.Clear(ignoreExceptions: false);
            return true;
        });
    }

    private void Write(IReadOnlyList<VaultKey> keys)
    {
        PrivateFolder.Create(home);

        // The library would make it with the umask's mode.
        var path = Path.Combine(home, FileName);
        if (!OperatingSystem.IsWindows() && !File.Exists(path)) AtomicFile.Write(path, [], AtomicFile.Private);
        VaultKeyList.Format(keys, bytes => Ask(storage =>
        {
            storage.WriteData(bytes);
            return true;
        }));
    }

    private T Ask<T>(Func<Storage, T> question)
    {
        // A thread of its own: the library blocks while the person is asked for the keychain's password, and can't be cancelled.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                answer.SetResult(question(Open()));
            }
            catch (Exception error)
            {
                answer.SetException(error);
            }
        })
        { IsBackground = true, Name = "keychain" }.Start();
        try
        {
            return answer.Task.WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException error)
        {
            throw Unusable($"did not answer within {Patience.TotalSeconds:0} s", error);
        }
        catch (Exception error) when (error is not ConnectorAuthException)
        {
            throw Unusable($"refused: {Reason(error)}", error);
        }
    }

    private Storage Open()
    {
        var properties = new StorageCreationPropertiesBuilder(FileName, home)
            .WithMacKeyChain("connector-auth", home)
            .WithLinuxKeyring(
                "org.connector-auth.vault",
                MsalCacheHelper.LinuxKeyRingDefaultCollection,
                "Connector Auth",
                new("product", "connector-auth"),
                new("home", home))
            .Build();

        // The library's own log would go to the trace listeners of the process.
        return Storage.Create(properties, new TraceSource("connector-auth keychain", SourceLevels.Off));
    }

    /// <summary>The innermost message, on one line: the library wraps what the system said.</summary>
    private static string Reason(Exception error) => error.GetBaseException().Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static ConnectorAuthException Unusable(string problem, Exception? cause) => new(
        ErrorCodes.VaultKey,
        $"The operating system's keychain ({InWords}) {problem}.",
        "Sign in to the desktop session and unlock the keychain, then call again. "
        + $"For a new store without a keychain set {VaultKeyRing.Variable}={VaultKeyOrigin.KeyFile}. Nothing was changed.",
        cause);
}
