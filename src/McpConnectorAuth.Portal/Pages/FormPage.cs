using System.Globalization;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>The page that asks: who wants access, to what, the fields, the hosts to approve, and the outcome of the last try.</summary>
internal static class FormPage
{
    private const int LongestDescription = 600;

    /// <summary>The page.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="session">The session.</param>
    /// <param name="state">What the form shows.</param>
    /// <param name="redirect">Where a provider sends the browser back to for a method.</param>
    /// <param name="storeDescription">Where connections are kept.</param>
    public static Html Render(PortalTexts texts, PortalSession session, FormState state, Func<SpecMethod, RedirectAddress> redirect, string storeDescription)
    {
        var spec = session.Request.Spec;
        var method = spec.RequireMethod(state.Method);
        var form = CredentialForm.For(spec, state.Method);
        var grant = GrantOutline.Of(spec, method);
        var path = session.Url.AbsolutePath;
        var token = StepForms.Token(session);
        var values = new CredentialValues(state.Entered);
        var hosts = form.Hosts(values);
        var used = hosts.Where(host => host.Used).ToList();
        var errors = Errors(texts, state, hosts);
        return PageLayout.Render(
            texts,
            (errors.Count > 0 ? $"({errors.Count}) " : "") + texts.FormTitle(spec.DisplayName),
            Html.Of(
                $"""
                <h1>{texts.FormTitle(spec.DisplayName)}</h1>
                <p class="lede">{texts.Lede(session.Request.RequestedBy, spec.DisplayName)}</p>
                <p class="hint">{texts.Promise}</p>
                {Html.When(session.ConnectionId.Account != ConnectionId.DefaultAccount, $"""<p class="hint" data-account>{texts.Account(session.ConnectionId.Account)}</p>""")}
                {Html.When(session.Earlier is not null, $"""<p class="notice">{session.Earlier?.Notice}</p>""")}
                {Html.When(session.Earlier is { Ended: true } && state is { ApprovedHosts.Count: > 0, Errors.Count: 0, Tested: null, Failure: null }, $"""
                    <p class="actions"><button form="connect" class="primary" name="action" value="test">{Start(texts, grant, values)}</button></p>
                    """)}
                {Outcome(texts, state, grant.Interaction, path, token)}
                {ErrorSummary(texts, errors)}
                {Methods(texts, session, state, path)}
                <form id="connect" method="post" action="{path}" autocomplete="off" data-form>
                {token}<input type="hidden" name="method" value="{state.Method}">
                {Html.When(grant.Interaction == GrantInteraction.Browser, $"{Redirect(texts, redirect(method))}")}
                <section aria-labelledby="fields-heading">
                <h2 id="fields-heading">{texts.FieldsHeading}</h2>
                {Html.When(form.Fields.Count == 0, $"<p>{texts.NoFields}</p>")}
                {Html.Each(form.Fields, field => Field(texts, field, state, Stored(texts, session, field, state, used), spec.Authentication.Document))}
                </section>
                {Html.When(grant.Interaction is GrantInteraction.Browser or GrantInteraction.Device || method.Kind.IsOAuth2(), $"{Grant(texts, grant, method, values, session)}")}
                {Hosts(texts, hosts, state)}
                <section aria-labelledby="store-heading">
                <h2 id="store-heading">{texts.StoreHeading}</h2>
                <p>{texts.StoredAt(storeDescription)}</p>
                </section>
                <div class="actions">
                <button class="primary" name="action" value="test" aria-describedby="test-note">{Start(texts, grant, values)}</button>
                <button name="action" value="save">{texts.Save(grant.Interaction)}</button>
                </div>
                <p class="hint" id="test-note">{texts.TestNote(grant.Interaction, spec.Authentication.LockoutWarning is not null)}</p>
                </form>
                <form method="post" action="{path}" class="decline">
                {token}
                <p>{texts.DeclineNote(session.Request.RequestedBy)}</p>
                <button class="quiet" name="action" value="decline">{texts.Decline}</button>
                </form>
                """),
            aside: StepForms.Countdown(texts, session),
            script: true);
    }

    /// <summary>What is registered before anything else can be entered: it takes a registered app to have a client's credentials.</summary>
    private static Html Redirect(PortalTexts texts, RedirectAddress redirect) => Html.Of(
        $"""
        <section aria-labelledby="redirect-heading">
        <h2 id="redirect-heading">{texts.RedirectHeading}</h2>
        <p>{texts.Redirect}</p>
        <div class="copy" data-copy="{redirect.Uri.OriginalString}" data-copy-text="{texts.Copy}" data-copied="{texts.Copied}"><code data-redirect>{redirect.Uri.OriginalString}</code></div>
        <p class="hint">{(redirect.Lasting ? texts.RedirectFixed : texts.RedirectOwn)}</p>
        </section>
        """);

    private static Html Grant(PortalTexts texts, GrantOutline grant, SpecMethod method, CredentialValues values, PortalSession session) => Html.Of(
        $"""
        <section aria-labelledby="grant-heading">
        <h2 id="grant-heading">{texts.GrantHeading(grant.Interaction)}</h2>
        {(grant is { Interaction: GrantInteraction.Browser, Host: not null }
            ? Html.Of(
                $"""
                <p>{texts.SignInWhere} <strong><code data-host-text="{grant.Host}">{grant.ExactHost(values) ?? grant.Host}</code></strong></p>
                <p class="hint">{texts.SignInWhereNote}</p>
                """)
            : Html.None)}
        {Html.When(method.Kind.IsOAuth2(), $"{ScopeList.Asked(texts, grant.Scopes, session.Earlier?.GrantedScopes)}")}
        </section>
        """);

    private static Html Start(PortalTexts texts, GrantOutline grant, CredentialValues values) => grant switch
    {
        { Interaction: GrantInteraction.Browser, Host: { } host } =>
            Html.Of($"""<span data-host-text="{host}" data-around="{texts.SignInAt("{host}")}">{texts.SignInAt(grant.ExactHost(values) ?? host)}</span>"""),
        { Interaction: GrantInteraction.Browser } => Html.Of($"{texts.SignIn}"),
        { Interaction: GrantInteraction.Device } => Html.Of($"{texts.GetCode}"),
        _ => Html.Of($"{texts.SaveAndTest}"),
    };

    /// <summary>What a field says about a value that is kept, and whether it is; from this session, or from the stored connection.</summary>
    private static (bool Kept, string Text) Stored(
        PortalTexts texts, PortalSession session, CredentialFormField field, FormState state, IReadOnlyList<CredentialFormHost> hosts)
    {
        if (field.OneTime) return (false, texts.OneTime);
        if (field.Secret && state.Entered.ContainsKey(field.Name)) return (true, texts.Kept);
        if (session.Earlier is not { ConfirmedAt: { } day } earlier) return (false, "");
        if (earlier.Find(field, state.Method, hosts) is not null) return (true, texts.KeptFrom(day));
        return (false, earlier.Withholds(field, state.Method, hosts) ? texts.NotKept : "");
    }

    private static List<(string Target, string Message)> Errors(PortalTexts texts, FormState state, IReadOnlyList<CredentialFormHost> hosts)
    {
        var errors = state.Errors.Select(error => (FieldId(error.Field), error.Message)).ToList();
        if (state.HostsUnapproved && Exact(hosts)) errors.Add(("approve", texts.ApproveMissing));
        return errors;
    }

    private static Html ErrorSummary(PortalTexts texts, List<(string Target, string Message)> errors) => Html.Of(
        $"""
        <div class="panel bad" id="error-summary" role="alert" tabindex="-1" {(errors.Count == 0 ? Html.Of($"hidden") : Html.Of($"data-focus"))} data-one="{texts.ErrorsHeading(1)}" data-many="{texts.ErrorsHeading(9)}">
        <h2>{texts.ErrorsHeading(errors.Count)}</h2>
        <ul>{Html.Each(errors, error => Html.Of($"""<li><a href="#{error.Target}">{error.Message}</a></li>"""))}</ul>
        </div>
        """);

    private static Html Outcome(PortalTexts texts, FormState state, GrantInteraction interaction, string path, Html token)
    {
        if (state.Tested is null && state.Failure is null) return Html.None;
        var report = state.Tested?.Report;
        return Html.Of(
            $"""
            <section class="panel bad" role="alert" tabindex="-1" data-focus data-outcome="{(report is null ? "none" : report.Outcome.ToString())}">
            <h2>{(report is null ? state.Failure?.Heading : texts.OutcomeHeading(report.Outcome))}</h2>
            <p>{report?.Explanation ?? state.Failure?.Message}</p>
            <p><strong>{report?.PersonStep ?? state.Failure?.NextStep}</strong></p>
            {OutcomePanel.Probes(texts, report)}
            {ScopeList.Granted(texts, state.Tested?.Scopes ?? [])}
            <p>{texts.NothingSavedYet(state.Retry is not null)}</p>
            {Html.When(state.Retry is not null, $"""
                <form method="post" action="{path}" class="anyway">{token}
                <button class="primary" name="action" value="retry">{texts.Retry(interaction)}</button>
                </form>
                """)}
            {Html.When(state.Tested is not null, $"""
                <form method="post" action="{path}" class="anyway">{token}
                <button name="action" value="save_tested" aria-describedby="anyway-note">{texts.SaveAnyway}</button>
                <span class="hint" id="anyway-note">{texts.SaveAnywayNote}</span>
                </form>
                """)}
            </section>
            """);
    }

    private static Html Methods(PortalTexts texts, PortalSession session, FormState state, string path)
    {
        var spec = session.Request.Spec;
        var missing = spec.Authentication.Methods.Select(method => method.Name).Except(session.Methods).ToList();
        var note = missing.Count == 0 ? Html.None : Html.Of($"""<p class="hint">{texts.MethodsNotOffered(string.Join(", ", missing.Select(Words)))}</p>""");
        if (session.Methods.Count < 2) return note;
        return Html.Of(
            $"""
            <nav class="methods" aria-labelledby="methods-heading">
            <h2 id="methods-heading">{texts.MethodsHeading}</h2>
            <ul>{Html.Each(session.Methods, name => Html.Of(
                $"""
                <li><a href="{path}?method={Uri.EscapeDataString(name)}" {(name == state.Method ? Html.Of($"aria-current=\"true\"") : Html.None)}><strong>{Words(name)}</strong>{Html.When(
                    name == spec.Authentication.Methods[0].Name, $"""<span class="tag">{texts.Recommended}</span>""")}<span class="method-text">{DescriptionOf(spec, name)}</span></a></li>

                """))}</ul>
            {note}
            </nav>
            """);
    }

    private static string DescriptionOf(ConnectorSpec spec, string method) =>
        Shorten(spec.Connection.AuthMethods.FirstOrDefault(candidate => candidate.Name == method)?.Description ?? "");

    private static Html Field(PortalTexts texts, CredentialFormField field, FormState state, (bool Kept, string Text) stored, string? document)
    {
        var id = FieldId(field.Name);
        var error = state.Errors.FirstOrDefault(candidate => candidate.Field == field.Name)?.Message;
        var notes = state.Notes.Where(note => note.Field == field.Name).Select(note => note.Message).ToList();
        var entered = state.Entered.GetValueOrDefault(field.Name);
        var (kept, keptText) = stored;
        var shown = field.Secret ? "" : entered?.Reveal() ?? "";
        var description = Describe(texts, field, document);
        var described = string.Join(' ', new[]
        {
            field.Description.Length > 0 ? $"{id}-description" : "",
            keptText.Length > 0 ? $"{id}-kept" : "",
            $"{id}-note",
            $"{id}-error",
        }.Where(part => part.Length > 0));
        var attributes = Html.Of(
            $"""
            id="{id}" name="{FieldName(field.Name)}" aria-describedby="{described}" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" data-1p-ignore data-lpignore="true" data-bwignore data-label="{field.Label}" data-parameter="{field.Name}" data-max="{field.MaxLength}" data-cleaned="{texts.Cleaned(field.Label)}" data-affixes="{Affixes(field)}" data-missing="{field.Explain(CredentialFormProblem.Missing)}" data-too-long="{field.Explain(CredentialFormProblem.TooLong)}" data-malformed="{field.Explain(CredentialFormProblem.Malformed)}" data-pattern="{field.Pattern}"{Html.When(
                field.Required && !kept, $" required")}{Html.When(error is not null, $" aria-invalid=\"true\"")}{Html.When(field.HostPart, $" data-host-part")}
            """);
        return Html.Of(
            $"""
            <div class="field{(error is null ? "" : " has-error")}">
            <label for="{id}">{field.Label}{Html.When(!field.Required, $""" <span class="optional">{texts.Optional}</span>""")}</label>
            {Html.When(field.Description.Length > 0, $"""<p class="description" id="{id}-description">{description}</p>""")}
            <p class="error" id="{id}-error">{error}</p>
            <div class="control" {Html.When(field.Secret, $"data-secret data-show=\"{texts.Show}\" data-hide=\"{texts.Hide}\"")} {Html.When(field.Multiline, $"data-file=\"{texts.ChooseFile}\"")}>
            {(field.Allowed.Count > 0
                ? Html.Of($"<select {attributes}>\n<option value=\"\">{texts.Choose}</option>\n{Html.Each(field.Allowed, value => Html.Of($"<option{Html.When(value == shown, $" selected")}>{value}</option>\n"))}</select>")
                : field.Multiline
                ? Html.Of($"<textarea {attributes} rows=\"6\">\n{shown}</textarea>")
                : Html.Of($"<input {attributes} type=\"{(field.Secret ? "password" : "text")}\" value=\"{shown}\">"))}
            </div>
            {Html.When(keptText.Length > 0, $"""
                <p class="hint" id="{id}-kept">{keptText}</p>
                """)}{Html.When(kept && !field.Required, $"""
                <label class="check"><input type="checkbox" name="{RemoveName(field.Name)}" value="yes"> <span>{texts.RemoveKept}</span></label>
                """)}
            <p class="note" id="{id}-note" role="status">{string.Join(' ', notes)}</p>
            </div>

            """);
    }

    /// <summary>The document's own words are quoted with their line; words of another origin stand as they are.</summary>
    private static Html Describe(PortalTexts texts, CredentialFormField field, string? document) => field.DocumentLine > 0
        ? Html.Of($"<q>{Shorten(field.Description)}</q> <cite>{texts.FromDocument(document, field.DocumentLine)}</cite>")
        : Html.Of($"{Shorten(field.Description)}");

    private static Html Hosts(PortalTexts texts, IReadOnlyList<CredentialFormHost> hosts, FormState state)
    {
        var exact = Exact(hosts);
        var used = hosts.Where(host => host.Used).ToList();
        var value = string.Join(' ', used.Select(host => host.Text));
        var approved = exact && state.ApprovedHosts.Count > 0 && value == string.Join(' ', state.ApprovedHosts);
        return Html.Of(
            $"""
            <section aria-labelledby="hosts-heading" class="hosts">
            <h2 id="hosts-heading">{texts.HostsHeading}</h2>
            <p>{texts.Hosts(used.Count)}</p>
            <ul>{Html.Each(hosts, host => Html.Of(
                $"""<li {(host.Used ? Html.None : Html.Of($"hidden"))}><code data-host="{host.Pattern}" {(host.Optional ? Html.Of($"data-optional") : Html.None)}>{host.Text}</code>{Html.When(texts.AddressNote(host.Class).Length > 0, $""" <span class="tag">{texts.AddressNote(host.Class)}</span>""")}</li>"""))}</ul>
            {Html.When(hosts.Any(host => host.Pattern.Contains('{', StringComparison.Ordinal)), $"""<p class="hint" data-hosts-incomplete {(exact ? Html.Of($"hidden") : Html.None)}>{texts.HostsIncomplete}</p>""")}
            <p class="error" id="approve-error">{(state.HostsUnapproved && exact ? texts.ApproveMissing : "")}</p>
            <label class="check" for="approve"><input type="checkbox" id="approve" name="approve" value="{value}" aria-describedby="approve-error" data-missing="{texts.ApproveMissing}" {(exact ? Html.Of($"required") : Html.None)} {Html.When(approved, $"checked")}> <span>{texts.Approve(used.Count)}</span></label>
            </section>
            """);
    }

    private static bool Exact(IReadOnlyList<CredentialFormHost> hosts) =>
        hosts.Any(host => host.Used) && hosts.All(host => host.Exact || !host.Used);

    /// <summary>The name of a field's input; the prefix keeps a parameter from taking the name of one of the form's own inputs.</summary>
    public static string FieldName(string parameter) => $"value:{parameter}";

    /// <summary>The name of the box that removes a kept value.</summary>
    public static string RemoveName(string parameter) => $"remove:{parameter}";

    private static string FieldId(string parameter) => $"field-{parameter}";

    /// <summary>The affixes as JSON, for the script: <c>[["Bearer ",""]]</c>.</summary>
    private static string Affixes(CredentialFormField field)
    {
        var json = new JsonArray([.. field.Affixes.Select(affix => (JsonNode)new JsonArray(affix.Before, affix.After))]);
        return json.ToJsonString();
    }

    private static string Words(string name)
    {
        var words = name.Replace('_', ' ');
        return words.Length == 0 ? words : string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(words[0])}{words[1..]}");
    }

    private static string Shorten(string text) => text.Length <= LongestDescription ? text : text[..LongestDescription] + "…";
}
