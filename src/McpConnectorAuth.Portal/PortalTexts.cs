using System.Globalization;
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
        $"There is already a connection, saved on {confirmedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}. It stays in use until you save a new one.";

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

    public virtual string RemoveKept => "Remove this value";

    public virtual string Show => "Show";

    public virtual string Hide => "Hide";

    public virtual string ChooseFile => "Choose a file…";

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

    public virtual string Save => "Save without testing";

    public virtual string SaveAnyway => "Save it anyway";

    public virtual string SaveAnywayNote => "Stores exactly what was tested, although the test did not succeed.";

    public virtual string TestNote(bool lockout) => lockout
        ? "The test makes one small call. The document warns that failed attempts may lock an account, so nothing is tried without or with changed credentials."
        : "The test makes up to three small calls: with your credentials, without them, and with one character changed, to prove that the API really checks them.";

    public virtual string DeclineNote(string requester) => $"Not expecting this, or not sure? Declining stores nothing and tells {requester} so.";

    public virtual string Decline => "Decline";

    public virtual string ErrorsHeading(int count) => count == 1 ? "One thing needs your attention" : $"{count} things need your attention";

    public virtual string Remaining(int minutes) => minutes <= 1 ? "less than a minute left" : $"{minutes} minutes left";

    public virtual string RemainingExactly => "{time} left";

    public virtual string TestingTitle => "Testing…";

    public virtual string Testing(string api) => $"Asking {api} whether it accepts your credentials. This takes a few seconds.";

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

    public virtual string NothingSavedYet => "Nothing was saved. Correct what you entered below and try again.";

    public virtual string CallsMade => "What was tried";

    public virtual string Control(string control) => control switch
    {
        "credential" => "With your credentials",
        "no_credential" => "Without credentials",
        "changed_credential" => "With one character changed",
        _ => control,
    };

    public virtual string Status(int status) => status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture);

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
}
