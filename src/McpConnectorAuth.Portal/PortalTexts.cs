using McpConnectorAuth.Core;
using System.Globalization;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal;

/// <summary>Every sentence of the pages, in one place; another language overrides them. Field messages come from the form in the core.</summary>
internal class PortalTexts
{
    public static PortalTexts English { get; } = new();

    public virtual string Language => "en";

    public virtual string Product => "Connector Auth";

    public virtual string FormTitle(string api) => $"Connect to {api}";

    public virtual string Lede(string requester, string api) => $"{requester} asks for access to {api}.";

    public virtual string Account(string account) => $"They are kept as the account {account}, beside those of other accounts.";

    public virtual string Promise => "What you enter is kept encrypted on this computer and sent only to the hosts you approve below. It is not shown to the agent.";

    public virtual string Replaces(DateTimeOffset confirmedAt) =>
        $"There is already a connection, saved on {Day(confirmedAt)}. It stays in use until you save a new one.";

    public virtual string SignInEnded(DateTimeOffset confirmedAt) =>
        $"The connection saved on {Day(confirmedAt)} needs a new sign-in. What you entered then is kept; stored secrets need not be typed again.";

    public virtual string ReplacesUnreadable => "There is an earlier entry for this connection that can't be read. Saving replaces it.";

    public virtual string MethodsHeading => "Way to connect";

    public virtual string Recommended => "Recommended";

    public virtual string MethodsNotOffered(string names) => $"The document also describes {names}, which this version does not offer yet.";

    public virtual string FieldsHeading => "Your credentials";

    public virtual string NoFields => "This method asks for nothing.";

    public virtual string Optional => "optional";

    public virtual string Choose => "Choose…";

    public virtual string FromDocument(string? document, int line) => document is null ? $"API document, line\u00A0{line}" : $"{document}, line\u00A0{line}";

    public virtual string Cleaned(string label) => $"{label}: removed what was pasted around it (blanks, quotation marks or a prefix that is added anyway).";

    public virtual string Kept => "Kept from your last try. Leave empty to use it, or type to replace it.";

    public virtual string KeptFrom(DateTimeOffset day) => $"Kept from {Day(day)}. Leave empty to use it, or type to replace it.";

    public virtual string NotKept => "A value is stored, but for other hosts than those below. Enter it again to send it there.";

    public virtual string OneTime => "Good for one sign-in: it is not stored, and you are asked for a new one when the sign-in ends.";

    public virtual string Identity(string name) => $"The API says that this is {name}.";

    public virtual string RemoveKept => "Remove this value";

    public virtual string Show => "Show";

    public virtual string Hide => "Hide";

    public virtual string ChooseFile => "Choose a file…";

    public virtual string RedirectHeading => "Register this address";

    public virtual string Redirect => "The settings of your app at the provider ask where to send people back to (redirect URI, callback URL). Enter there exactly:";

    public virtual string RedirectFixed => "This address stays the same, so it is registered once.";

    public virtual string RedirectOwn =>
        "The number after the colon changes with each start of this program. For a provider that compares it, ask for a fixed redirect_uri in the spec.";

    public virtual string RedirectTaken => "The redirect address is in use";

    public virtual string Copy => "Copy";

    public virtual string Copied => "Copied";

    public virtual string GrantHeading(GrantInteraction interaction) => interaction == GrantInteraction.Unattended ? "What is asked for" : "Signing in";

    public virtual string ScopesAsked(int count) => count == 1 ? "The provider is asked for this permission (scope):" : "The provider is asked for these permissions (scopes):";

    public virtual string NoScopes => "No scopes are asked for; the provider decides what the access covers.";

    public virtual string NewScope => "new";

    public virtual string NotGranted => "not granted";

    public virtual string Granted => "granted";

    public virtual string NotAsked => "granted without being asked for";

    public virtual string GrantedHeading => "What was granted";

    public virtual string SignInWhere => "You sign in at";

    public virtual string SignInWhereNote => "Your password is entered there and nowhere else. Check the name in the address bar before you type it.";

    public virtual string HostsHeading => "Where it goes";

    public virtual string Hosts(int count) => count == 1 ? "Your credentials will be sent to this host only:" : "Your credentials will be sent to these hosts only:";

    public virtual string Approve(int count) => count == 1 ? "I approve sending them to exactly this host" : "I approve sending them to exactly these hosts";

    public virtual string HostsIncomplete => "The exact host follows from what you enter above; you approve it once it is complete.";

    public virtual string ApproveMissing => "Check the exact hosts and approve them.";

    public virtual string AddressNote(AddressClass addressClass) => addressClass switch
    {
        AddressClass.Loopback => "this computer",
        AddressClass.Private => "private network",
        AddressClass.LinkLocalOrReserved => "link-local address",
        _ => "",
    };

    public virtual string StoreHeading => "Where it is kept";

    public virtual string StoredAt(string description) => description.Length == 0 ? "" : $"{char.ToUpperInvariant(description[0])}{description[1..]}.";

    public virtual string SaveAndTest => "Save and test";

    public virtual string Save(GrantInteraction interaction) =>
        interaction is GrantInteraction.Browser or GrantInteraction.Device ? "Save without signing in" : "Save without testing";

    public virtual string SignIn => "Sign in";

    public virtual string SignInAt(string host) => $"Sign in at {host}";

    public virtual string GetCode => "Get a code";

    public virtual string Retry(GrantInteraction interaction) => interaction switch
    {
        GrantInteraction.Browser => "Sign in again",
        GrantInteraction.Device => "Get a new code",
        _ => "Try again",
    };

    public virtual string SaveAnyway => "Save it anyway";

    public virtual string SaveAnywayNote => "Stores exactly what was tested, although the test did not succeed.";

    public virtual string TestNote(GrantInteraction interaction, bool lockout) => GrantNote(interaction) + (lockout
        ? "The test makes one small call. The document warns that failed attempts may lock an account, so nothing is tried without or with changed credentials."
        : "The test makes up to three small calls: with your credentials, without them, and with one character changed, to prove that the API really checks them.");

    public virtual string GrantNote(GrantInteraction interaction) => interaction switch
    {
        GrantInteraction.Browser => "You sign in on the provider's page, in this tab, and come back here. ",
        GrantInteraction.Device => "You get a code and enter it on the provider's page, on this or any other device. ",
        GrantInteraction.Unattended => "First a token is fetched with what you entered. ",
        _ => "",
    };

    public virtual string DeclineNote(string requester) => $"Not expecting this, or not sure? Declining stores nothing and tells {requester} so.";

    public virtual string Decline => "Decline";

    public virtual string ErrorsHeading(int count) => count == 1 ? "One thing needs your attention" : $"{count} things need your attention";

    public virtual string Remaining(int minutes) => minutes <= 1 ? "less than a minute left" : $"{minutes} minutes left";

    public virtual string RemainingExactly => "{time} left";

    public virtual string TestingTitle(PortalProgress progress) => progress switch
    {
        PortalProgress.Preparing => "Preparing…",
        PortalProgress.Obtaining => "Connecting…",
        _ => "Testing…",
    };

    public virtual string Testing(PortalProgress progress, string api) => progress switch
    {
        PortalProgress.Preparing => "Asking the provider how to sign in. This takes a few seconds.",
        PortalProgress.Obtaining => $"Fetching a token, then asking {api} whether it accepts it. This takes a few seconds.",
        _ => $"Asking {api} whether it accepts your credentials. This takes a few seconds.",
    };

    public virtual string GoingTitle(string host) => $"Going to {host}…";

    public virtual string SignInTitle(string host) => $"Sign in at {host}";

    public virtual string Going => "You come back here by yourself once you have signed in. If nothing happens, use the button.";

    public virtual string SignInWaiting => "This page waits until you have signed in, and goes on by itself.";

    public virtual string DeviceTitle => "Enter this code";

    public virtual string Device(string host) => $"Open {host} on this or any other device, sign in there, and enter the code when it asks for it.";

    public virtual string DeviceCode => "Your code";

    public virtual string OpenProvider(string host) => $"Open {host}";

    public virtual string OpenProviderComplete(string host) => $"Open {host} with the code filled in";

    public virtual string OpenProviderPlain => "Or open the page without it, and type the code:";

    public virtual string DeviceSame => "Check that it shows the same code before you agree.";

    public virtual string DeviceWaiting => "Waiting for you to agree there. This page goes on by itself.";

    public virtual string DeviceRemaining(int minutes) => minutes <= 1 ? "The code is good for less than a minute more." : $"The code is good for {minutes} minutes more.";

    public virtual string DeviceRemainingExactly => "The code is good for {time} more.";

    public virtual string Back => "Back to the form";

    public virtual string HostApprovalTitle(int count) => count == 1 ? "One more host to approve" : "More hosts to approve";

    public virtual string HostApproval(string api) =>
        $"You are signed in. The answer says that {api} serves your account at an address that you have not approved yet. Nothing has been sent there.";

    public virtual string ApproveAndTest(int count) => count == 1 ? "Approve this host and test" : "Approve these hosts and test";

    public virtual string SignInRefusedTitle => "This sign-in was not accepted";

    public virtual string SignInUnknown =>
        "It belongs to no page that is waiting for it here: it was used already, took too long, or began in another browser. Nothing was done with it.";

    public virtual string SignInNoCode => "The provider sent no authorization code. Nothing was done.";

    public virtual string SignInAgain => "Go back to the page where you began and sign in again. If it is gone, ask your agent for a fresh link, or run the login command again.";

    public virtual string UnsafeProvider => "The provider named a page that is neither protected by https nor on this computer, so you are not led there.";

    public virtual string UnsafeProviderNext => "Compare the addresses in the spec with the document.";

    public virtual string OAuthHeading(OAuthException error) => error.Error switch
    {
        OAuthNetworkError => "The provider could not be reached",
        RateLimitError => "The provider asks to wait",
        OAuthResponseFormatError => "That was no token",
        OAuthRequestError { Status: 404 or 405 or 410 } => "The token address is wrong",
        OAuthRequestError { Code: "access_denied" } => "The access was not allowed",
        OAuthRequestError { Code: "expired_token" } => "The code has expired",
        OAuthRequestError { Code: "invalid_client" or "unauthorized_client" } => "The provider does not accept this client",
        OAuthRequestError { Code: "invalid_scope" } => "The provider refused what was asked for",
        RefreshTokenExpiredError or OAuthRequestError { Code: "invalid_grant" } => "The provider refused the sign-in",
        _ => "The provider refused",
    };

    public virtual string OAuthNextStep(OAuthException error) => error.Error switch
    {
        OAuthRequestError { Status: 404 or 405 or 410 } or OAuthResponseFormatError =>
            "Your credentials are probably not the cause: compare the token address of the spec with the document.",
        OAuthRequestError { Code: "access_denied" } => "Sign in again and allow the access, or decline below.",
        OAuthRequestError { Code: "expired_token" } => "Get a new code and enter it before its time is over.",
        OAuthRequestError { Code: "invalid_client" } => "Copy client ID and client secret again from the app's own page at the provider; the address is right, since the provider answered.",
        OAuthRequestError { Code: "invalid_scope" } => "Compare the scopes below with those that the app may ask for at the provider.",
        _ => NextStep(error),
    };

    /// <summary>What the reader can do about an error; what a tool is to do about it is none of theirs.</summary>
    public virtual string NextStep(ConnectorAuthException error) => error.NextStep switch
    {
        var step when step.Contains("start_credential_portal", StringComparison.Ordinal) => "Enter it again below, or sign in again.",
        var step when step.Contains("generate_spec", StringComparison.Ordinal) => "The spec lacks this, and what you enter is not the cause: have it completed from the document, then ask for this page again.",
        var step => step,
    };

    public virtual string TestingNote => "This page goes on by itself. If it does not,";

    public virtual string Reload => "reload it";

    public virtual string OutcomeHeading(VerificationOutcome? outcome) => outcome switch
    {
        VerificationOutcome.Valid => "It works",
        VerificationOutcome.InvalidCredentials => "The API refused these credentials",
        VerificationOutcome.InsufficientPermissions => "Accepted, but not allowed to make this call",
        VerificationOutcome.RateLimited => "The API asks to wait",
        VerificationOutcome.WrongEndpoint => "The call was not found at that address",
        VerificationOutcome.EndpointIsPublic => "This call proves nothing",
        VerificationOutcome.Unreachable => "The host could not be reached",
        VerificationOutcome.TlsError => "The secure connection failed",
        VerificationOutcome.Unexpected => "The answer was not what was expected",
        _ => "The test could not be made",
    };

    public virtual string NotSaved => "It could not be saved";

    public virtual string NothingSavedYet(bool again) => again
        ? "Nothing was saved. Try again, or correct what you entered below first."
        : "Nothing was saved. Correct what you entered below and try again.";

    public virtual string CallsMade => "What was tried";

    public virtual string Control(string control) => control switch
    {
        "credential" => "With your credentials",
        "no_credential" => "Without credentials",
        "changed_credential" => "With one character changed",
        _ => control,
    };

    public virtual string Status(int status) => status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture);

    public virtual string SignedIn(VerificationOutcome? outcome) => outcome switch
    {
        VerificationOutcome.Valid => "You are signed in, the API accepts the access, and it is stored.",
        null => "You are signed in, and the access is stored. It was not tested.",
        _ => "You are signed in, and the access is stored, although the test did not succeed.",
    };

    public virtual string Access => "Your access";

    public virtual string Renews => "It is renewed by itself, without you.";

    public virtual string Ends(DateTimeOffset? expiresAt) => expiresAt is null
        ? "Nothing says when it ends. You are asked to sign in again when it does."
        : $"It ends on {expiresAt.Value.ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture)}. You are asked to sign in again then.";

    public virtual string ConfirmedTitle(string api, VerificationOutcome? outcome) =>
        outcome == VerificationOutcome.Valid ? $"Connected to {api}" : $"Saved for {api}";

    public virtual string Confirmed(VerificationOutcome? outcome) => outcome switch
    {
        VerificationOutcome.Valid => "The API accepted your credentials, and they are stored.",
        null => "Your credentials are stored. They were not tested.",
        _ => "Your credentials are stored, although the test did not succeed.",
    };

    public virtual string CloseTab(string requester) => $"You can close this tab and go back to {requester}.";

    public virtual string StoredHeading => "What was stored";

    public virtual string StoredNames => "Fields";

    public virtual string DeclinedTitle => "Declined";

    public virtual string Declined(string requester) => $"Nothing was stored. {requester} is told that you declined.";

    public virtual string ExpiredTitle => "This page has expired";

    public virtual string ExpiredText => "Nothing was stored. Links are open for a short time only.";

    public virtual string ReplacedTitle => "There is a newer link";

    public virtual string ReplacedText => "This link was replaced by a fresh one and no longer works. Nothing was stored here.";

    public virtual string AskForFreshLink => "To go on, ask your agent for a fresh link, or run the login command again.";

    public virtual string OtherBrowserTitle => "This link is open in another browser";

    public virtual string OtherBrowser =>
        "For your safety a link works only in the browser that opened it first. If that was not you, do not enter anything and decline the request.";

    public virtual string RefusedTitle => "This request was refused";

    public virtual string NotFoundTitle => "Nothing here";

    public virtual string NotFound => "This address belongs to no open page. The link may be mistyped, or the program that made it has ended.";

    public virtual string BadRequest => "The browser sent something this page did not ask for. Go back, reload the page and try again.";

    public virtual string StaleForm => "The page was out of date. Open the link again and repeat your last step.";

    public virtual string TooLarge => "That is more than this page accepts (256 KiB). Check that you pasted the right file.";

    public virtual string WrongAddress => "Pages of this program are opened only through the exact link that was shown.";

    public virtual string FailedTitle => "Something went wrong";

    public virtual string Failed => "The page met an error of its own and stored nothing in this step. Reload it and try again.";

    public virtual string TestTookTooLong(int seconds) => $"The test took longer than {seconds} seconds and was ended.";

    public virtual string TestTookTooLongNext => "Check that the host is right and can be reached from this computer, then test again.";

    public virtual string TestBroke => "The test met an error of its own.";

    public virtual string TestBrokeNext => "Test again, or save without testing.";

    private static string Day(DateTimeOffset day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
