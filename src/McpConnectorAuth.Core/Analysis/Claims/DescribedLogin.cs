using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>A log-in call in words: "`POST /auth` with `username` and `password`", or with what it sends as JSON below the sentence.</summary>
internal static class DescribedLogin
{
    private const int Near = 160;

    private static readonly PhraseTable Answer = new("response", "responses", "reply", "replies", "answer", "answers", "returns", "returned", "result", "you get", "antwort", "respuesta", "réponse", "resposta", "risposta", "antwoord", "レスポンス", "応答");

    /// <summary>The call as a request; null where the words don't say what proves who logs in.</summary>
    /// <param name="facts">The document.</param>
    /// <param name="unit">The sentence that names the call.</param>
    /// <param name="url">Its address or path.</param>
    public static SampleRequest? Read(DocumentFacts facts, TextUnit unit, string url)
    {
        var sent = Named(unit);
        var end = unit.End;
        if (!sent.Exists(IsProof) && facts.CodeAfter(unit.End, Near) is { Code: { } json } below && json.Raw.TrimStart() is ['{', ..] && !IsAnswer(facts, unit, below))
            (sent, end) = (JsonFields.TopLevel(json.Content), below.End);
        // RFC 6749 has a name for what it is.
        if (!sent.Exists(IsProof) || sent.Exists(field => field.Name == "grant_type"))
            return null;
        var code = new CodeSample("", facts.Source, unit.Start, end);
        var block = new DocumentBlock(BlockKind.Code, unit.Start, end, unit.Block.Section, unit.Block.Container, [], [], code);
        var request = new SampleRequest { Block = block, Method = "POST", Url = Template.Normalize(url), Context = unit.Context & ~UnitContext.Writing, ContentEnd = code.Content.Length };
        if (end == unit.End && Form.In(unit.Lower))
            request.Headers.Add(new SampleField("Content-Type", "application/x-www-form-urlencoded"));
        request.Body.AddRange(sent);
        return request;
    }

    private static readonly PhraseTable Form = new("form", "form field", "form fields", "form-encoded", "url-encoded", "urlencoded", "form data", "formular", "formularfelder", "formulario", "formulaire", "formulário", "formulier", "フォーム");

    // `username` and `password`, as they are spelled in a sentence.
    private static List<SampleField> Named(TextUnit unit) =>
        [.. unit.CodeSpans.Where(span => CredentialNames.Find(CredentialNames.Snake(span)) is not null && span.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')).Distinct().Select(span => new SampleField(span, "{" + CredentialNames.Snake(span) + "}"))];

    // "Response:" in between: what is shown is what comes back.
    private static bool IsAnswer(DocumentFacts facts, TextUnit unit, DocumentBlock below)
    {
        for (var i = facts.UnitFrom(unit.Start); i < facts.Text.Units.Count && facts.Text.Units[i].Start < below.Start; i++)
        {
            if (Answer.In(facts.Text.Units[i].Lower))
                return true;
        }

        return false;
    }

    // What proves who somebody is, and is handed out by no log-in.
    private static bool IsProof(SampleField field) =>
        CredentialNames.Find(CredentialNames.Snake(field.Name)) is { Secret: true, Name: var name } && (name is "password" or "passcode" or "pin" || name.EndsWith("_secret", StringComparison.Ordinal) && name != "token_secret");
}
