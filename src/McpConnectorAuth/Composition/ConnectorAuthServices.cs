using System.Globalization;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Models;
using McpConnectorAuth.Portal;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Composition;

/// <summary>
/// The composition root: everything that MCP tools, CLI verbs and the demo share, each part built when it is first used,
/// so that a server that only lists its tools builds none of them.
/// </summary>
internal sealed class ConnectorAuthServices : IAsyncDisposable
{
    private static readonly TimeSpan ModelTimeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _endOfInput = new();
    private readonly Lazy<Vault> _vault;
    private readonly Lazy<ConnectionVerifier> _verifier;
    private readonly Lazy<ApiClient> _client;
    private readonly Lazy<OAuthClient> _oauth;
    private readonly Lazy<TokenLifecycle> _tokens;
    private readonly Lazy<CredentialPortal> _portal;
    private readonly Lazy<MemoryStore> _memory;
    private readonly Lazy<SuggestionFinder?> _suggestions;
    private readonly Lazy<ConnectionWorkflow> _workflow;
    private int _rehearsed;

    /// <summary>Composes the parts for a project.</summary>
    public ConnectorAuthServices(ProjectWorkspace workspace)
    {
        Workspace = workspace;
        Browser = new DesktopBrowser(workspace);
        _vault = new(() => Vault.Open(project: workspace));
        _verifier = new(() => new ConnectionVerifier());
        _client = new(() => new ApiClient());
        _oauth = new(() => new OAuthClient(_client.Value));
        _tokens = new(() => new TokenLifecycle(Store, OAuth));
        _portal = new(() => new CredentialPortal(Store, Verifier, () => OAuth, new PortalOptions { Port = PortalPort() }));
        _memory = new(() => new MemoryStore(workspace.MemoryDirectory));
        _suggestions = new(OpenModel);
        _workflow = new(() => new ConnectionWorkflow(this));
    }

    /// <summary>The project.</summary>
    public ProjectWorkspace Workspace { get; }

    /// <summary>Knows every credential this process has read, and takes it out of whatever leaves the process.</summary>
    public Redactor Redactor { get; } = new();

    /// <summary>Stored connections.</summary>
    public IConnectionStore Store => _vault.Value;

    /// <summary>The store as such: its key and its state.</summary>
    public Vault Vault => _vault.Value;

    /// <summary>The check with its controls.</summary>
    public IConnectionVerifier Verifier => _verifier.Value;

    /// <summary>Obtains and renews tokens.</summary>
    public OAuthClient OAuth => _oauth.Value;

    /// <summary>Keeps what is issued for connections good.</summary>
    public TokenLifecycle Tokens => _tokens.Value;

    /// <summary>The portal; its web server starts with the first session.</summary>
    public CredentialPortal Portal => _portal.Value;

    /// <summary>True where a portal was ever opened by this process.</summary>
    public bool PortalStarted => _portal.IsValueCreated;

    /// <summary>Opens the portal's links where the person allows it.</summary>
    public DesktopBrowser Browser { get; }

    /// <summary>The project's memory.</summary>
    public MemoryStore Memory => _memory.Value;

    /// <summary>The help of a model with documents; null where none is configured.</summary>
    public SuggestionFinder? Suggestions => _suggestions.Value;

    /// <summary>The way from a document to a verified connection, step by step.</summary>
    public ConnectionWorkflow Workflow => _workflow.Value;

    /// <summary>Tells that a topic, a spec or an analysis came or went.</summary>
    public event Action? ResourcesChanged;

    /// <summary>Raises <see cref="ResourcesChanged"/>.</summary>
    public void TellResourcesChanged() => ResourcesChanged?.Invoke();

    /// <summary>
    /// Has the portal's code compiled in the background, once, by a step after which a person is likely to be asked; so that the link
    /// answers at once. A server that is not on that way never loads it.
    /// </summary>
    public void RehearsePortal()
    {
        if (PortalStarted || Interlocked.Exchange(ref _rehearsed, 1) != 0) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await PortalRehearsal.RunAsync(EndOfInput).ConfigureAwait(false);

                // What compiling and the rehearsal left behind goes back to the system: the page may wait for a long time.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
            catch (Exception)
            {
                // Whatever kept the rehearsal from being held will be reported when it counts.
            }
        });
    }

    /// <summary>Cancelled when the client is gone; ends running work.</summary>
    public CancellationToken EndOfInput => _endOfInput.Token;

    /// <summary>Ends running work: the client is gone.</summary>
    public void SignalEndOfInput() => _endOfInput.Cancel();

    private SuggestionFinder? OpenModel()
    {
        if (ModelSettings.Read(Environment.GetEnvironmentVariable) is not { } settings) return null;
        if (settings.Key is { } key) Redactor.Add("model_key", key);
        return new SuggestionFinder(new HttpChatClient(settings), Redactor, ModelTimeout);
    }

    private static int? PortalPort()
    {
        if (Environment.GetEnvironmentVariable("CONNECTOR_AUTH_PORTAL_PORT") is not { Length: > 0 } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new ConnectorAuthException(
                ErrorCodes.PortalUnavailable, "CONNECTOR_AUTH_PORTAL_PORT is no port.", "Set it to 1 to 65535, or unset it for any free port.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _endOfInput.CancelAsync().ConfigureAwait(false);
        if (_portal.IsValueCreated) await _portal.Value.DisposeAsync().ConfigureAwait(false);
        if (_tokens.IsValueCreated) await _tokens.Value.DisposeAsync().ConfigureAwait(false);
        if (_verifier.IsValueCreated) _verifier.Value.Dispose();
        if (_client.IsValueCreated) _client.Value.Dispose();
        _endOfInput.Dispose();
    }
}
