using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Pages;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Carries out what a person submits. Everything it decides ends as a new <see cref="FormState"/> or as the end of the
/// session; the page that follows only shows it.
/// </summary>
internal sealed class SubmissionHandler(
    IConnectionStore store, IConnectionVerifier verifier, PortalOptions options, PortalTexts texts, TimeProvider clock)
{
    /// <summary>Handles a form that has passed every check of the pipeline.</summary>
    /// <param name="session">The session.</param>
    /// <param name="fields">The form's fields, each once.</param>
    /// <returns>False where the form asks for nothing that the page offers.</returns>
    public bool Handle(PortalSession session, IReadOnlyDictionary<string, string> fields)
    {
        switch (fields.GetValueOrDefault("action"))
        {
            case "decline":
                session.EndWithout(PortalState.Declined);
                return true;
            case "save_tested":
                if (session.Form.Tested is { } tested) Store(session, session.Form, tested);
                return true;
            case "test" or "save" when session.Methods.Contains(fields.GetValueOrDefault("method", "")):
                Fill(session, fields["method"], fields, test: fields["action"] == "test");
                return true;
            default:
                return false;
        }
    }

    private void Fill(PortalSession session, string method, IReadOnlyDictionary<string, string> fields, bool test)
    {
        var spec = session.Request.Spec;
        var form = CredentialForm.For(spec, method);
        var reading = form.Read(Entered(session.Form, form, fields));

        // Values of other methods stay for a person who goes back; a refused value is not kept where it can't be seen.
        var entered = session.Form.Entered.Where(entry => form.Fields.All(field => field.Name != entry.Key))
            .Concat(reading.Cleaned.All.Where(value => !reading.Errors.Any(error => error.Field == value.Key && IsSecret(form, value.Key))))
            .ToDictionary();
        var hosts = form.Hosts(new CredentialValues(entered)).Where(host => host.Used).ToList();
        var exact = hosts.Select(host => host.Text).ToList();
        var approved = hosts.Count > 0 && hosts.TrueForAll(host => host.Exact) && fields.GetValueOrDefault("approve") == string.Join(' ', exact);
        var state = FormState.Empty(method) with
        {
            Entered = entered,
            ApprovedHosts = approved ? exact : [],
            Errors = reading.Errors,
            Notes = reading.Notes,
            HostsUnapproved = !approved,
        };
        if (!reading.Accepted || !approved)
        {
            session.Show(state);
            return;
        }

        var connection = new Connection(session.ConnectionId, method, reading.Values, exact, clock.GetUtcNow());
        if (!test) Store(session, state, new TestedDraft(connection, null));
        else _ = TestAsync(session, state, connection);
    }

    /// <summary>What was typed, and for secret fields left empty what was kept from the last try.</summary>
    private static Dictionary<string, string> Entered(FormState state, CredentialForm form, IReadOnlyDictionary<string, string> fields)
    {
        var entered = new Dictionary<string, string>();
        foreach (var field in form.Fields)
        {
            var typed = fields.GetValueOrDefault(FormPage.FieldName(field.Name), "");
            var keep = field.Secret && typed.Length == 0 && !fields.ContainsKey(FormPage.RemoveName(field.Name));
            entered[field.Name] = keep && state.Entered.TryGetValue(field.Name, out var kept) ? kept.Reveal() : typed;
        }

        return entered;
    }

    private static bool IsSecret(CredentialForm form, string name) => form.Fields.Any(field => field.Name == name && field.Secret);

    private async Task TestAsync(PortalSession session, FormState state, Connection connection)
    {
        using var deadline = new CancellationTokenSource(options.TestDeadline, clock);
        if (!session.TryBeginTest(state, deadline)) return;
        VerificationReport? report = null;
        FormFailure? failure = null;
        try
        {
            report = await Task.Run(
                () => verifier.VerifyAsync(session.Request.Spec, connection.Method, connection.Values, connection.ApprovedHosts, deadline.Token),
                deadline.Token).WaitAsync(deadline.Token);
        }
        catch (ConnectorAuthException error)
        {
            failure = new FormFailure(texts.OutcomeHeading(null), error.Message, error.NextStep);
        }
        catch (OperationCanceledException)
        {
            failure = new FormFailure(
                texts.OutcomeHeading(null), texts.TestTookTooLong((int)options.TestDeadline.TotalSeconds), texts.TestTookTooLongNext);
        }
        catch (Exception)
        {
            // Whatever a verifier throws, the person's page must not wait for ever; the text of an unknown error may hold anything.
            failure = new FormFailure(texts.OutcomeHeading(null), texts.TestBroke, texts.TestBrokeNext);
        }

        if (report?.Outcome == VerificationOutcome.Valid)
        {
            failure = TryStore(session, new TestedDraft(connection with { LastOutcome = report.Outcome, LastCheckedAt = clock.GetUtcNow() }, report));
            session.EndTest(state with { Failure = failure });
            return;
        }

        var checkedConnection = report is null ? connection : connection with { LastOutcome = report.Outcome, LastCheckedAt = clock.GetUtcNow() };
        session.EndTest(state with { Tested = new TestedDraft(checkedConnection, report), Failure = failure });
    }

    /// <summary>Stores the connection and ends the session; otherwise says why not.</summary>
    private FormFailure? TryStore(PortalSession session, TestedDraft draft)
    {
        try
        {
            session.Confirm(draft, store);
            return null;
        }
        catch (ConnectorAuthException error)
        {
            return new FormFailure(texts.NotSaved, error.Message, error.NextStep);
        }
    }

    private void Store(PortalSession session, FormState state, TestedDraft draft)
    {
        if (TryStore(session, draft) is { } failure) session.Show(state with { Failure = failure });
    }
}
