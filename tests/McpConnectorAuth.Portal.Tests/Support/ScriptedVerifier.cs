using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Plays an API that accepts exactly one value of <c>api_key</c>, unless told otherwise.</summary>
internal sealed class ScriptedVerifier : IConnectionVerifier
{
    public const string GoodKey = "CANARY-good-key-4711";

    private int _calls;

    public int Calls => _calls;

    public Func<CredentialValues, CancellationToken, Task<VerificationReport>>? Script { get; set; }

    public IReadOnlyList<string> Hosts { get; private set; } = [];

    public Task<VerificationReport> VerifyAsync(
        ConnectorSpec spec, string method, CredentialValues values, IReadOnlyList<string> approvedHosts, TimeSpan? limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        Hosts = approvedHosts;
        if (Script is { } script) return script(values, cancellationToken);
        var good = values.TryGet("api_key", out var key) && key.Reveal() == GoodKey;
        return Task.FromResult(good ? Valid : Invalid);
    }

    public static VerificationReport Valid { get; } = new(
        VerificationOutcome.Valid,
        "The API accepts the credentials and refuses the same call without them.",
        "Write the authentication test.",
        [
            new VerificationProbe("credential", "GET https://api.acme.example/v1/me", 200, "JSON with the account's name"),
            new VerificationProbe("no_credential", "GET https://api.acme.example/v1/me", 401, "refused, as it should be"),
            new VerificationProbe("changed_credential", "GET https://api.acme.example/v1/me", 401, "refused, as it should be"),
        ]);

    public static VerificationReport Invalid { get; } = new(
        VerificationOutcome.InvalidCredentials,
        "The API answered 401 to the call with your credentials: \"key not known\".",
        "Copy the key again from where it was issued; it may be cut off or revoked.",
        [new VerificationProbe("credential", "GET https://api.acme.example/v1/me", 401, "key not known")]);
}
