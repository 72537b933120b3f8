namespace McpConnectorAuth.Core;

/// <summary>Stable error codes in snake_case, as they appear in tool errors, <c>--json</c> output and the troubleshooting page.</summary>
public static class ErrorCodes
{
    /// <summary>The source name is not a valid name.</summary>
    public const string InvalidSourceName = "invalid_source_name";

    /// <summary>Nothing is known of the source.</summary>
    public const string UnknownSource = "unknown_source";

    /// <summary>An argument is missing or out of range.</summary>
    public const string InvalidArgument = "invalid_argument";

    /// <summary>A path leads outside the project or through a symbolic link out of it.</summary>
    public const string PathOutsideProject = "path_outside_project";

    /// <summary>The project's <c>connector-auth.json</c> is broken; the message holds line and column.</summary>
    public const string LayoutInvalid = "layout_invalid";

    /// <summary>A file or folder can't be read or written.</summary>
    public const string FileAccess = "file_access";

    /// <summary>The document does not exist.</summary>
    public const string DocumentNotFound = "document_not_found";

    /// <summary>The document is empty.</summary>
    public const string DocumentEmpty = "document_empty";

    /// <summary>The document exceeds the size limit.</summary>
    public const string DocumentTooLarge = "document_too_large";

    /// <summary>The document is binary or of a format that is not read.</summary>
    public const string DocumentUnreadable = "document_unreadable";

    /// <summary>The document's own syntax (JSON, YAML) is broken.</summary>
    public const string DocumentMalformed = "document_malformed";

    /// <summary>There is no spec for the source yet.</summary>
    public const string SpecNotFound = "spec_not_found";

    /// <summary>The spec's YAML is broken or breaks the schema; the message holds line and column.</summary>
    public const string SpecInvalid = "spec_invalid";

    /// <summary>The method is known but this version can't carry it out.</summary>
    public const string MethodNotSupported = "method_not_supported";

    /// <summary>The document states no usable method.</summary>
    public const string NoMethod = "no_method";

    /// <summary>A person has not confirmed credentials yet.</summary>
    public const string NotConfirmed = "not_confirmed";

    /// <summary>A field's value is missing or malformed; the value itself is never in the message.</summary>
    public const string InvalidCredentialField = "invalid_credential_field";

    /// <summary>The host is not in the list that the person approved.</summary>
    public const string HostNotApproved = "host_not_approved";

    /// <summary>The spec names no verification call or no base URL.</summary>
    public const string NothingToVerify = "nothing_to_verify";

    /// <summary>A token endpoint refused a request (RFC 6749 section 5.2); the stored tokens are kept.</summary>
    public const string OAuthRequest = "oauth_request";

    /// <summary>The provider's settings or the client's credentials are wrong (<c>invalid_client</c> and the like); the stored tokens are kept.</summary>
    public const string OAuthConfiguration = "oauth_configuration";

    /// <summary>A token endpoint's reply is no token reply.</summary>
    public const string OAuthResponseFormat = "oauth_response_format";

    /// <summary>A token endpoint could not be reached, or broke off.</summary>
    public const string OAuthNetwork = "oauth_network";

    /// <summary>The API or a token endpoint asks to wait.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The grant has ended or there is none yet: a person has to sign in.</summary>
    public const string LoginRequired = "login_required";

    /// <summary>An authorization callback does not belong to a request of this program, or the provider refused.</summary>
    public const string OAuthCallback = "oauth_callback";

    /// <summary>The vault's key is missing, malformed or not the one that sealed the entry.</summary>
    public const string VaultKey = "vault_key";

    /// <summary>A vault entry is damaged (flipped bit, truncated).</summary>
    public const string VaultCorrupt = "vault_corrupt";

    /// <summary>A call took longer than clients wait, and was ended.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>Another process holds the lock for too long.</summary>
    public const string Busy = "busy";

    /// <summary>The portal can't be started, such as a port that is taken.</summary>
    public const string PortalUnavailable = "portal_unavailable";

    /// <summary>No portal is open for the source.</summary>
    public const string PortalNotOpen = "portal_not_open";

    /// <summary>No test has been written yet.</summary>
    public const string TestNotFound = "test_not_found";

    /// <summary>The file was changed by a person and is not overwritten unasked.</summary>
    public const string FileEdited = "file_edited";

    /// <summary>Version control tracks the file, or would not ignore it, so no credential is written into it.</summary>
    public const string FileTracked = "file_tracked";

    /// <summary>The interpreter for the written test is missing.</summary>
    public const string InterpreterNotFound = "interpreter_not_found";

    /// <summary>The text holds something that looks like a secret.</summary>
    public const string SecretRefused = "secret_refused";

    /// <summary>The note holds what is true for one session only.</summary>
    public const string NotLasting = "not_lasting";

    /// <summary>The memory note or topic does not exist.</summary>
    public const string NoteNotFound = "note_not_found";

    /// <summary>The MCP resource does not exist.</summary>
    public const string ResourceNotFound = "resource_not_found";

    /// <summary>The variables that configure a model are incomplete or malformed; the key is never in the message.</summary>
    public const string ModelConfiguration = "model_configuration";

    /// <summary>What was asked for is shown to a person at a terminal only.</summary>
    public const string TerminalOnly = "terminal_only";

    /// <summary>A fault of this program.</summary>
    public const string Internal = "internal";
}
