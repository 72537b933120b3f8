namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>What a <see cref="StrictAuthorizationServer"/> insists on. Whatever differs is refused.</summary>
internal sealed record StrictRules
{
    public const string Id = "client 1+a";
    public const string Secret = "CANARY-client-secret:/%+&=";
    public const string User = "ada@example.org";
    public const string Password = "CANARY-password &=+";

    /// <summary>basic, body, query, none, private_key_jwt or client_secret_jwt.</summary>
    public string TokenAuth { get; init; } = "basic";

    /// <summary>form or json.</summary>
    public string Body { get; init; } = "form";

    /// <summary>The scope parameter, exactly; null where none may be sent.</summary>
    public string? Scope { get; init; } = "read write";

    /// <summary>required or rejected.</summary>
    public string Pkce { get; init; } = "required";

    /// <summary>Parameters that the authorization request must have beside the standard's.</summary>
    public IReadOnlyDictionary<string, string> ExtraAuth { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters that each token request must have beside the standard's.</summary>
    public IReadOnlyDictionary<string, string> ExtraToken { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters that the callback brings beside code and state; {url} is the server's own.</summary>
    public IReadOnlyDictionary<string, string> CallbackFacts { get; init; } = new Dictionary<string, string>();

    /// <summary>The path that refreshes; the token endpoint refuses to where it is another one.</summary>
    public string RefreshPath { get; init; } = "/acme/token";

    /// <summary>Whether authorization requests have to be pushed.</summary>
    public bool RequiresPush { get; init; }

    /// <summary>A JSON token reply with the holes {access} and {refresh}.</summary>
    public string Reply { get; init; } =
        """{"access_token":"{access}","refresh_token":"{refresh}","token_type":"Bearer","expires_in":3600,"scope":"read write"}""";

    /// <summary>Media type of the reply.</summary>
    public string ReplyType { get; init; } = "application/json";

    /// <summary>Public key that signed assertions have to verify with.</summary>
    public System.Security.Cryptography.RSA? ClientKey { get; init; }
}
