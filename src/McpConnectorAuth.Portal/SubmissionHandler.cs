using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Portal.Pages;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Carries out what a person submits. Everything it decides ends as a new <see cref="FormState"/>, as work of the
/// <see cref="ConnectionFlow"/> or as the end of the session; the page that follows only shows it.
/// </summary>
internal sealed class SubmissionHandler(ConnectionFlow flow, TimeProvider clock)
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
            case "retry":
                flow.Retry(session);
                return true;
            case "back":
                session.Leave();
                return true;
            case "approve_hosts":
                // Exactly what the page showed: a form of another step approves nothing.
                if (session.Step is HostApprovalStep step && fields.GetValueOrDefault("approve") == step.Approval) flow.Approve(session, step);
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
        var typed = Typed(session.Form, form, fields);
        var kept = Kept(session, form, fields, typed);
        foreach (var (name, value) in kept) typed[name] = value;
        var reading = form.Read(typed);

        // Values of other methods stay for a person who goes back; a refused value is not kept where it can't be seen. What came from
        // the stored connection is looked up each time: it must not outlive a change of the hosts.
        var entered = session.Form.Entered.Where(entry => form.Fields.All(field => field.Name != entry.Key))
            .Concat(reading.Cleaned.All.Where(value => !kept.ContainsKey(value.Key) && !reading.Errors.Any(error => error.Field == value.Key && IsSecret(form, value.Key))))
            .ToDictionary();
        var hosts = form.Hosts(reading.Cleaned).Where(host => host.Used).ToList();
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
        if (!test) Store(session, state, new TestedDraft(connection, null, []));
        else _ = flow.StartAsync(session, state, connection);
    }

    /// <summary>What was typed, and for secret fields left empty what was kept from the last try.</summary>
    private static Dictionary<string, string> Typed(FormState state, CredentialForm form, IReadOnlyDictionary<string, string> fields)
    {
        var entered = new Dictionary<string, string>();
        foreach (var field in form.Fields)
        {
            var typed = fields.GetValueOrDefault(FormPage.FieldName(field.Name), "");
            entered[field.Name] = MayKeep(field, typed, fields) && state.Entered.TryGetValue(field.Name, out var kept) ? kept.Reveal() : typed;
        }

        return entered;
    }

    /// <summary>Stored secrets for the fields that are still empty, where they go to the hosts that were approved with them and no other.</summary>
    private static Dictionary<string, string> Kept(
        PortalSession session, CredentialForm form, IReadOnlyDictionary<string, string> fields, Dictionary<string, string> typed)
    {
        if (session.Earlier is not { } earlier) return [];
        var hosts = form.Hosts(form.Read(typed).Cleaned).Where(host => host.Used).ToList();
        var kept = new Dictionary<string, string>();
        foreach (var field in form.Fields)
        {
            if (MayKeep(field, typed[field.Name], fields) && earlier.Find(field, form.Method, hosts) is { } value) kept[field.Name] = value.Reveal();
        }

        return kept;
    }

    private static bool MayKeep(CredentialFormField field, string typed, IReadOnlyDictionary<string, string> fields) =>
        field.Secret && typed.Length == 0 && !fields.ContainsKey(FormPage.RemoveName(field.Name));

    private static bool IsSecret(CredentialForm form, string name) => form.Fields.Any(field => field.Name == name && field.Secret);

    private void Store(PortalSession session, FormState state, TestedDraft draft)
    {
        if (flow.TryStore(session, draft) is { } failure) session.Show(state with { Failure = failure });
    }
}
