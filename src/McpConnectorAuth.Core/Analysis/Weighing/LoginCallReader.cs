using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Finds the log-in call among a document's samples: what it asks for, how it is made, and what its answer gives.</summary>
/// <param name="facts">The document.</param>
/// <param name="logins">Calls that are known to be log-ins, whatever their paths.</param>
/// <param name="nameOf">The parameter that a sample's variable stands for.</param>
internal sealed class LoginCallReader(DocumentFacts facts, HashSet<SampleRequest> logins, Func<string, string> nameOf)
{
    private const int MostFields = 6;
    private const int BlocksToAnswer = 4;
    private const int LongestAnswer = 20_000;

    private static readonly string[] FieldWords = ["login", "company", "client", "account", "database", "tenant", "domain", "mandant"];
    private static readonly string[] TokenWords = ["sessiontoken", "accesstoken", "authtoken", "token", "sessionid", "session", "ticket", "jwt", "sid"];

    /// <summary>The call with the most fields that hold a secret among them, or null where no sample shows one.</summary>
    public LoginCall? Find()
    {
        LoginCall? best = null;
        // A log-in whose address alone is shown is no sample request; one that is told in words counts where none is shown.
        var shown = facts.Requests.ToHashSet();
        foreach (var request in facts.Requests.Concat(logins.Where(login => !shown.Contains(login))))
        {
            if (best is not null && shown.Contains(best.Request) && !shown.Contains(request))
                break;
            if ((request.Context & UnitContext.Dismissed) != 0 || !(logins.Contains(request) || LoginEvidence.IsLogin(request)))
                continue;
            var call = new LoginCall(request);
            if (request.Login is { } pair)
            {
                AddSide(call, pair.User, "username");
                AddSide(call, pair.Password, "password");
            }

            foreach (var field in request.Body.Count > 0 ? request.Body : request.Query)
            {
                // "organizationId": "{organization_id}": what stands there is the person's.
                if (Template.LoneHole(field.Value) is { } hole && SettingNames.NamesAccount(hole))
                    call.Add(field.Name, nameOf(hole), isField: true);
                else if (ParameterOf(field.Name) is { } parameter)
                    call.Add(field.Name, parameter, isField: true);
            }

            // Nothing but a key in a header of its own.
            foreach (var header in logins.Contains(request) && request.Login is null && request.Body.Count + request.Query.Count == 0 ? LoginEvidence.KeysOf(request) : [])
                call.Add(header.Name, CredentialNames.Find(CredentialNames.Snake(header.Name))?.Name ?? "api_key", isField: true);
            if (call.Parameters.Count > (best?.Parameters.Count ?? 0) && call.Parameters.Count <= MostFields && call.Parameters.Any(CredentialNames.IsSecret))
                best = call;
        }

        return best is null ? null : WithName(best);
    }

    // Who logs in stands right before what proves it, whatever a vendor calls them: `{"extension": "901", "pin": "000000"}`.
    private static LoginCall WithName(LoginCall call)
    {
        var sent = call.Request.Body.Count > 0 ? call.Request.Body : call.Request.Query;
        var proof = call.Request.Login is null && call.Parameters.All(CredentialNames.IsSecret) && call.Fields.Count == call.Parameters.Count ? sent.FindIndex(f => call.Fields[0].Field == f.Name) : -1;
        if (proof <= 0 || CredentialNames.Snake(sent[proof - 1].Name) is not { Length: > 0 } name)
            return call;
        var named = new LoginCall(call.Request);
        named.Add(sent[proof - 1].Name, name, isField: true);
        foreach (var (field, parameter) in call.Fields)
            named.Add(field, parameter, isField: true);
        return named;
    }

    /// <summary>The call as a fact, for a method whose later requests carry what it returns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="placements">What later requests carry.</param>
    /// <param name="samples">Formats of later requests as the samples show them, example values included.</param>
    public LoginFacts Read(LoginCall call, IReadOnlyList<Placement> placements, IEnumerable<string> samples)
    {
        var request = call.Request;
        var content = request.Block.Code!.Content;
        var text = content[Math.Min(request.ContentStart, content.Length)..Math.Min(Math.Max(request.ContentStart, request.ContentEnd), content.Length)];
        var isForm = request.Headers.Exists(header => header.Value.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase))
            || (!text.Contains("json", StringComparison.OrdinalIgnoreCase) && call.Fields.Any(field => text.Contains(field.Field + "=", StringComparison.Ordinal)));
        var place = request.Body.Count > 0 ? PlacementLocation.Body : request.Query.Count > 0 || request.Login is not null ? PlacementLocation.Query : PlacementLocation.Header;
        var fields = call.Fields.Select(field => new Placement(place, field.Field, $"{{{field.Parameter}}}"));
        Placement[] basic = request.Login is { } pair
            ? [new Placement(PlacementLocation.Header, "Authorization", $"Basic base64({Named(pair.User, "username")}:{Named(pair.Password, "password")})")]
            : [];
        var quote = facts.QuoteOf(request, UrlText.Path(request.Url));
        return new LoginFacts(
            request.Method.Length > 0 ? request.Method : "POST",
            WithoutRoot(request.Url),
            isForm ? "form" : "json",
            [.. basic, .. fields],
            Returns(call, placements, [.. samples]),
            quote.Verbatim(facts.Source),
            facts.Text.Document.LineAt(quote.Start));
    }

    // A variable in front of a path is the base URL.
    private static string WithoutRoot(string url) => url.StartsWith('{') && url.IndexOf("}/", StringComparison.Ordinal) is > 0 and var end ? url[(end + 1)..] : url;

    // An example's user name and password stand for the person's own.
    private void AddSide(LoginCall call, string side, string standing)
    {
        if (Template.Holes(side) is [var hole])
            call.Add(hole, nameOf(hole), isField: false);
        else if (side.Length > 1)
            call.Add(standing, standing, isField: false);
    }

    private string Named(string side, string standing) => Template.Holes(side) is [var hole] ? $"{{{nameOf(hole)}}}" : side.Length > 1 ? $"{{{standing}}}" : side;

    private static string? ParameterOf(string field)
    {
        var snake = CredentialNames.Snake(field);
        if (snake == "user")
            return snake;
        if (CredentialNames.Find(snake) is { } known)
            return known.Name is "username" or "password" or "email" ? known.Name : snake;
        return FieldWords.Any(word => snake.Contains(word, StringComparison.Ordinal)) ? snake : null;
    }

    private List<LoginReturn> Returns(LoginCall call, IReadOnlyList<Placement> placements, List<string> samples)
    {
        var (header, members) = Answer(call.Request);
        var returns = new List<LoginReturn>();
        foreach (var placement in placements)
        {
            foreach (var hole in Template.Holes(placement.Format))
            {
                if (call.Parameters.Contains(hole) || returns.Exists(returned => returned.Name == hole))
                    continue;
                var member = header is null ? MemberFor(hole, members, samples) : null;
                if (placement.In == PlacementLocation.Cookie && ((header ?? member) is null || facts.Says("set-cookie") || facts.Says("sets the cookie")))
                    returns.Add(new LoginReturn(hole, "cookie", placement.Name));
                else if (header is not null)
                    returns.Add(new LoginReturn(hole, "header", header));
                else if (member is not null)
                    returns.Add(new LoginReturn(hole, "body", member));
            }
        }

        return returns;
    }

    // The member whose value a later request carries, else the one whose name says so.
    private static string? MemberFor(string hole, List<SampleField> members, List<string> samples)
    {
        var member = members.Find(member => member.Value.Length >= 4 && samples.Exists(sample => sample.Contains(member.Value, StringComparison.Ordinal)))
            ?? members.Find(member => Last(member) == Plain(hole))
            ?? TokenWords.Select(word => members.Find(member => Last(member) == word)).FirstOrDefault(found => found is not null)
            ?? members.Find(member => Last(member).EndsWith("token", StringComparison.Ordinal) && !Last(member).Contains("refresh", StringComparison.Ordinal));
        return member?.Name;

        static string Last(SampleField member) => Plain(member.Name[(member.Name.LastIndexOf('.') + 1)..]);
    }

    // The rest of the block, one of the next ones, or one before it: the call is often shown once more as code of a client.
    private (string? Header, List<SampleField> Members) Answer(SampleRequest request)
    {
        var content = request.Block.Code!.Content;
        var rest = content[Math.Min(Math.Max(request.ContentEnd, 0), content.Length)..];
        var later = facts.Text.Document.Blocks.SkipWhile(block => block.Start <= request.Block.Start).Where(block => block.Code is not null).Take(BlocksToAnswer);
        var earlier = facts.Text.Document.Blocks.TakeWhile(block => block.Start < request.Block.Start).Where(block => block.Code is not null && block.Section == request.Block.Section).TakeLast(BlocksToAnswer).Reverse();
        foreach (var text in later.Concat(earlier).Select(block => block.Code!.Content).Prepend(rest))
        {
            var answer = Cut(text).TrimStart();
            var isMessage = answer.StartsWith("HTTP/", StringComparison.Ordinal);
            if (isMessage && HeaderOf(answer) is { } header)
                return (header, []);
            if ((isMessage || answer.StartsWith('{')) && JsonMembers.Strings(answer) is { Count: > 0 } members
                && members.Exists(member => TokenWords.Any(word => Plain(member.Name).EndsWith(word, StringComparison.Ordinal))))
                return (null, members);
        }

        return (null, []);
    }

    // X-Auth-Token in the head of the answer.
    private static string? HeaderOf(string answer)
    {
        foreach (var line in answer.Split('\n').Skip(1).TakeWhile(line => line.Trim().Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Plain(line[..colon]) is var name && (name.EndsWith("token", StringComparison.Ordinal) || name.EndsWith("sessionid", StringComparison.Ordinal) || name.EndsWith("ticket", StringComparison.Ordinal)))
                return line[..colon].Trim();
        }

        return null;
    }

    private static string Cut(string text) => text.Length <= LongestAnswer ? text : text[..LongestAnswer];

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
