using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Reads Postman collections (formats 2.0 and 2.1): authentication of the collection, its folders and requests, variables,
/// the requests themselves, and the prose of the descriptions. Values that are no placeholders are concealed.
/// </summary>
internal static class PostmanReader
{
    private const int MostRequests = 3000;
    private const int Deepest = 12;
    private const int MostHeaders = 40;
    private const int LongestBody = 4000;
    private const int LongestDescription = 400_000;

    /// <summary>Whether a text claims to be a collection.</summary>
    public static bool Claims(string text, string path) =>
        text.AsSpan().TrimStart() is ['{', ..] && text.Contains("/json/collection/v2.", StringComparison.Ordinal) && text.Contains("\"info\"", StringComparison.Ordinal) && text.Contains("\"item\"", StringComparison.Ordinal);

    public static void Read(DocumentBuilder builder, string displayPath) => new Collection(builder, TreeReader.Read(builder.Text, builder.Utf8.Span, displayPath, TreeShape.Whole)).Read();

    private sealed class Collection(DocumentBuilder builder, TreeNode root)
    {
        private readonly ApiDescription _api = new();
        private readonly Dictionary<string, TreeNode> _variables = new(StringComparer.Ordinal);
        private readonly List<(int At, Action Write)> _pieces = [];
        private readonly List<(int Start, int End)> _concealed = [];
        private readonly HashSet<string> _servers = new(StringComparer.Ordinal);
        private int _requests;

        public void Read()
        {
            foreach (var variable in root["variable"].Items)
                _variables[variable["key"].Text.Length > 0 ? variable["key"].Text : variable["id"].Text] = variable["value"];
            Heading(1, root["info"]["name"]);
            Description(root["info"]["description"]);
            var scheme = Authentication(root["auth"], "collection", null);
            Items(root["item"], 2, scheme, 0);
            foreach (var variable in _variables.Values)
                Conceal(variable);
            builder.Api = _api;
            builder.Conceal(_concealed);
            // Members come in any order; blocks come in the order of the text.
            foreach (var (_, write) in _pieces.OrderBy(p => p.At))
                write();
        }

        private void Items(TreeNode items, int level, string? inherited, int depth)
        {
            if (depth > Deepest)
                return;
            foreach (var item in items.Items)
            {
                Heading(Math.Min(level, 6), item["name"]);
                Description(item["description"]);
                if (!item["request"].Exists)
                    Items(item["item"], level + 1, Authentication(item["auth"], item["name"].Text, inherited), depth + 1);
                else if (_requests++ < MostRequests)
                    Request(item["request"], item["name"].Text, inherited);
            }
        }

        private void Request(TreeNode request, string name, string? inherited)
        {
            Description(request["description"]);
            var own = Authentication(request["auth"], name, inherited);
            if (own is not null)
                _api.Requirements.Add(own.Length == 0 ? [] : [own]);
            var url = request["url"];
            var raw = Url(url);
            var at = url["raw"] is { Text.Length: > 0 } spelled ? spelled.Start : url.Start;
            if (raw.Length == 0)
                return;
            Server(raw);
            var method = request["method"].Text.Length > 0 ? request["method"].Text.ToUpperInvariant() : "GET";
            if (own is { Length: 0 })
                _api.Operations.Add(new ApiOperation(method, Path(raw), 0, true, at));
            foreach (var parameter in url["query"].Items)
                Conceal(parameter["value"]);
            raw = WithoutValues(raw, url["raw"].Exists ? url["raw"] : url);
            var headers = request["header"].Items.Where(h => h["disabled"].Text != "true").Take(MostHeaders).ToList();
            foreach (var header in headers)
                Conceal(header["value"]);
            var fields = request["body"]["raw"];
            if (JsonFields.TopLevel(fields.Text).Exists(f => HeaderNames.IsCredentialParameter(f.Name) && SecretShape.IsChosen(f.Value)))
                _concealed.Add((fields.Start, fields.End));
            foreach (var field in request["body"]["urlencoded"].Items.Concat(request["body"]["formdata"].Items))
                Conceal(field["value"]);
            _pieces.Add((request.Start, () =>
            {
                var sample = new RequestSample(builder);
                sample.Line($"{method} {raw}", at);
                foreach (var header in headers)
                    sample.Line($"{header["key"].Text}: {Shown(header["value"].Text)}", header["key"].Start);
                Body(request["body"], sample);
                sample.AddTo(request);
            }
            ));
        }

        // Values in the query of the URL as it is spelled.
        private string WithoutValues(string raw, TreeNode spelled)
        {
            foreach (var field in FormFields.Parse(raw[(raw.IndexOf('?', StringComparison.Ordinal) + 1)..]).Where(f => SecretShape.IsChosen(f.Value)).ToList())
            {
                raw = raw.Replace(field.Value, "{value}", StringComparison.Ordinal);
                var at = spelled.End > spelled.Start ? builder.Text.IndexOf(field.Value, spelled.Start, spelled.End - spelled.Start, StringComparison.Ordinal) : -1;
                if (at >= 0)
                    _concealed.Add((at, at + field.Value.Length));
            }

            return raw;
        }

        private static void Body(TreeNode body, RequestSample sample)
        {
            var form = body["urlencoded"].Items.Count > 0 ? body["urlencoded"] : body["formdata"];
            if (form.Items.Count > 0)
            {
                sample.Line("", form.Start);
                sample.Line(string.Join('&', form.Items.Take(MostHeaders).Select(f => f["key"].Text + "=" + Shown(f["value"].Text))), form.Start);
            }
            else if (body["raw"] is { Text.Length: > 0 and < LongestBody } rawBody)
            {
                sample.Line("", rawBody.Start);
                sample.Line(rawBody.Text, rawBody.Start);
            }
        }

        // The name of the scheme in force: null where nothing is said, empty where the collection says that there is none.
        private string? Authentication(TreeNode auth, string owner, string? inherited)
        {
            var type = auth["type"].Text;
            if (type.Length == 0 || type == "inherit")
                return inherited;
            if (type == "noauth")
                return "";
            var facts = auth[type];
            foreach (var value in Values(facts))
                Conceal(value);
            var key = $"{type} of {owner}";
            var start = auth["type"].Start;
            string Fact(string name) => Value(facts, name).Text;
            switch (type)
            {
                case "apikey" when Fact("key").Length > 0:
                    var place = Fact("in") == "query" ? "query" : "header";
                    if (Fact("key").Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                        Header(auth, "Authorization: " + Shown(Fact("value")), Value(facts, "key").Start);
                    else
                        Add(new ApiSecurityScheme(key, "apiKey", "", place, Fact("key"), "", [], Value(facts, "key").Start));
                    break;
                case "bearer" or "digest" or "hawk":
                    Add(new ApiSecurityScheme(key, "http", type, "", "", "", [], start));
                    break;
                case "jwt":
                    Header(auth, "Authorization: Bearer {jwt}", start);
                    break;
                case "basic":
                    Add(new ApiSecurityScheme(key, "http", "basic", "", "", "", [], start));
                    if (Fact("username").Contains('{', StringComparison.Ordinal))
                        Header(auth, $"Authorization: Basic base64({Fact("username")}:{Shown(Fact("password"))})", start);
                    break;
                case "awsv4":
                    Add(new ApiSecurityScheme(key, "http", "AWS4-HMAC-SHA256", "", "", "", [], start));
                    break;
                case "edgegrid" or "oauth1":
                    Add(new ApiSecurityScheme(key, "http", type, "", "", "", [], start));
                    break;
                case "oauth2":
                    OAuth(key, facts, start);
                    break;
                default:
                    return inherited;
            }

            return key;
        }

        private void OAuth(string key, TreeNode facts, int start)
        {
            var flow = Value(facts, "grant_type").Text switch
            {
                "client_credentials" => "clientCredentials",
                "password_credentials" => "password",
                "implicit" => "implicit",
                "device_code" => "deviceAuthorization",
                _ => "authorizationCode",
            };
            var token = Value(facts, "accessTokenUrl");
            var authorize = flow is "authorizationCode" or "implicit" ? Value(facts, "authUrl") : new TreeNode();
            var scopes = Value(facts, "scope").Text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(s => !s.Contains('{', StringComparison.Ordinal));
            var at = token.Text.Length > 0 ? token.Start : authorize.Text.Length > 0 ? authorize.Start : start;
            Add(new ApiSecurityScheme(key, "oauth2", "", "", "", "", [new ApiOAuthFlow(flow, new ApiUrl(Resolve(authorize.Text), authorize.Start), new ApiUrl(Resolve(token.Text), token.Start), default, [.. scopes], at)], start));
            if (Value(facts, "addTokenTo").Text == "queryParams")
                return;
            Add(new ApiSecurityScheme(key + " token", "http", "bearer", "", "", "", [], start));
        }

        private void Add(ApiSecurityScheme scheme)
        {
            if (!_api.Schemes.Exists(s => s.Key == scheme.Key))
                _api.Schemes.Add(scheme);
        }

        private void Header(TreeNode auth, string line, int at) => _pieces.Add((auth.Start, () =>
        {
            var sample = new RequestSample(builder);
            sample.Line(line, at);
            sample.AddTo(auth);
        }
        ));

        // 2.1 has a list of keys and values, 2.0 an object.
        private static TreeNode Value(TreeNode facts, string name) =>
            facts.Items.Count > 0 ? facts.Items.Find(f => f["key"].Text == name)?["value"] ?? new TreeNode() : facts[name];

        private static IEnumerable<TreeNode> Values(TreeNode facts) =>
            facts.Items.Count > 0 ? facts.Items.Where(f => IsSecret(f["key"].Text)).Select(f => f["value"]) : facts.Members.Where(m => IsSecret(m.Key)).Select(m => m.Node);

        // Names of URLs, grants and places; everything else that stands in an authentication may be somebody's.
        private static bool IsSecret(string name) =>
            name is not ("key" or "in" or "grant_type" or "authUrl" or "accessTokenUrl" or "scope" or "addTokenTo" or "headerPrefix" or "algorithm" or "signatureMethod" or "service" or "region" or "tokenName");

        private void Conceal(TreeNode value)
        {
            if (SecretShape.IsChosen(value.Text))
                _concealed.Add((value.Start, value.End));
        }

        // A value that is no placeholder is not shown; what stands before it, such as a scheme, is.
        private static string Shown(string value)
        {
            if (value.Contains('{', StringComparison.Ordinal) || !SecretShape.IsChosen(value[(value.LastIndexOf(' ') + 1)..]))
                return value;
            return value[..(value.LastIndexOf(' ') + 1)] + "{value}";
        }

        private void Heading(int level, TreeNode name)
        {
            if (name.Text.Length > 0)
                _pieces.Add((name.Start, () => builder.Heading(level, name.Text, name.Start, name.End)));
        }

        private void Description(TreeNode description)
        {
            var text = description["content"].Exists ? description["content"] : description;
            if (text.Text.Length is > 0 and < LongestDescription)
                _pieces.Add((text.Start, () => DescriptionReader.Read(builder, text.Start, text.End)));
        }

        // {{baseUrl}}/birds: the variable's value is a server of the API.
        private void Server(string raw)
        {
            if (!raw.StartsWith("{{", StringComparison.Ordinal) || raw.IndexOf("}}", StringComparison.Ordinal) is not (> 2 and var close))
                return;
            var name = raw[2..close];
            if (_variables.TryGetValue(name, out var value) && value.Text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && _servers.Add(name))
                _api.Servers.Add(new ApiServer(Resolve(value.Text).TrimEnd('/'), name, value.Start));
        }

        private string Resolve(string text)
        {
            foreach (var (name, value) in _variables)
            {
                if (value.Text.Length is > 0 and < 300 && text.Length < 2000)
                    text = text.Replace("{{" + name + "}}", value.Text, StringComparison.Ordinal);
            }

            return text;
        }

        private static string Url(TreeNode url)
        {
            var raw = url.Text.Length > 0 ? url.Text : url["raw"].Text;
            if (raw.Length == 0 && url["host"].Items.Count > 0)
                raw = $"{(url["protocol"].Text.Length > 0 ? url["protocol"].Text + "://" : "")}{string.Join('.', url["host"].Items.Select(h => h.Text))}/{string.Join('/', url["path"].Items.Select(p => p.Text))}";
            // :name is a part that varies.
            return string.Join('/', raw.Trim().Split('/').Select(s => s.Length > 1 && s[0] == ':' ? "{" + s[1..] + "}" : s));
        }

        private static string Path(string url)
        {
            var path = url.Contains("://", StringComparison.Ordinal) ? url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..] : url;
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 ? "/" : path[slash..].Split('?')[0];
        }
    }
}
