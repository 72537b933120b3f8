using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Where the API is: stated by a label, by standing apart, or by where samples send their requests.</summary>
public sealed class BaseUrlTests
{
    private const string Key = "Send your key in the `X-Curlew-Key` header.\n";

    [Theory]
    [InlineData("The server listens on this machine; its base URL is `http://127.0.0.1:8080/api`.", "http://127.0.0.1:8080/api")]
    [InlineData("```\ncurl -H \"X-Curlew-Key: $KEY\" http://localhost:9000/v1/nests\n```", "http://localhost:9000/v1")]
    [InlineData("```\ncurl -H \"X-Curlew-Key: $KEY\" http://192.168.1.20/api/nests\n```", "http://{host}/api")]
    [InlineData("The base URL of our server is `http://192.168.1.20/api`.", "http://192.168.1.20/api")]
    [InlineData("```\ncurl -H \"X-Curlew-Key: $KEY\" http://192.168.1.20/nests\n```\n\nPhotos come from the API `https://open.heron.example/api/photos`.", "http://{host}")]
    [InlineData("Calls go to `https://nest.curlew.example/v2/{park}`. `https://{park}.curlew.example/v1` was switched off.\n\n```\ncurl -H \"X-Curlew-Key: $KEY\" https://nest.curlew.example/v2/north/nests\n```", "https://nest.curlew.example/v2/{park}")]
    [InlineData("```\nhttps://api.curlew.example/v1\n```\n\nPeople come from `https://api.curlew.example/scim/v2`.", "https://api.curlew.example/v1")]
    [InlineData("The API is at `https://api.curlew.example/v1`. For development we use `http://localhost:9000/v1`:\n\n```\ncurl http://localhost:9000/v1/nests\n```", "https://api.curlew.example/v1")]
    [InlineData("- Data: `https://cloud.curlew.example/v2`\n- Login: `https://id.curlew.example`", "https://cloud.curlew.example/v2")]
    [InlineData("- Root: `https://www.curlew.example`", "https://www.curlew.example")]
    [InlineData("All addresses start with `https://x.curlew.example/r11`.", "https://x.curlew.example/r11")]
    [InlineData("Endpoint URL: `https://api.curlew.example/v1/graphql`\n\n```\ncurl https://api.curlew.example/v1/graphql -d '{}'\n```", "https://api.curlew.example/v1")]
    [InlineData("Pattern: `https://api.curlew.example/v1/{module}/{resource}`", "https://api.curlew.example/v1")]
    [InlineData("- online: `https://api.curlew.example/rest`\n\nAll further URLs begin with the park's `Uri`: `{Uri}/nests`, `{Uri}/eggs`.", "https://api.curlew.example/rest")]
    [InlineData("`https://api.curlew.example/{park}/v4/`\n\n```\nGET /north/v4/nests HTTP/1.1\nHost: api.curlew.example\n```\n\n```\ncurl https://api.curlew.example/north/v4/eggs\n```", "https://api.curlew.example/{park}/v4")]
    [InlineData("The base URL is `https://example.com/api`; put your own host there.", "https://{host}/api")]
    [InlineData("The base URL is `https://your-server.example.com/api/v1`.", "https://{host}/api/v1")]
    [InlineData("The base URL is `https://api.curlew.example`.\n\n.. _Basic: https://en.lexicon.example/api/Basic", "https://api.curlew.example")]
    [InlineData("The base URL is `https://api.curlew.example`. The browser comes back to `https://my-site.example/auth/callback?code=abc`.", "https://api.curlew.example")]
    [InlineData("| Umgebung | URL |\n|---|---|\n| echt | `https://live.curlew.example/v3` |\n| Sandbox | `https://sandbox.curlew.example/v3` |\n\n```\ncurl -H \"X-Curlew-Key: $KEY\" https://sandbox.curlew.example/v3/nests\n```", "https://live.curlew.example/v3")]
    [InlineData("| Account | Base URL |\n|---|---|\n| Standard | `https://api.curlew.example` |\n| EU | `https://eu-api.curlew.example` |\n| Enterprise | `https://{subdomain}.curlew.example/API` |", "https://api.curlew.example")]
    [InlineData("```http\nGET https://<bridge address>/clip/v2/resource HTTP/1.1\nX-Curlew-Key: {key}\n```", "https://{bridge_address}")]
    [InlineData("```\nUS: https://v3.curlew.example\nEU: https://v3.eu.curlew.example\n```\n\n```\ncurl -H \"X-Curlew-Key: $KEY\" https://v3.curlew.example/nests\n```\n\n`https://{park}.curlew.example/old` has the second version.", "https://v3.curlew.example")]
    public void The_first_base_url_is_where_the_api_is(string text, string expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").BaseUrls[0].Url.ShouldBe(expected);

    [Theory]
    [InlineData("Best practice: the base URL is `https://api.curlew.example/v1`.", "production")]
    [InlineData("Base URL of the practice account: `https://api.curlew.example/v1`.", "sandbox")]
    public void Words_for_a_sandbox_are_meant_as_such(string text, string environment) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").BaseUrls[0].Environment.ShouldBe(environment);

    [Fact]
    public void Calls_to_a_member_of_the_token_reply_have_their_base_there() =>
        Analyze("# Curlew API\n\nOAuth 2.0 with the client credentials grant.\n\n```\ncurl https://login.curlew.example/oauth/token -d grant_type=client_credentials -d client_id=abc -d client_secret=def\n```\n\n```json\n{ \"access_token\": \"example\", \"instance_url\": \"https://acme-7.my.curlew.example\" }\n```\n\nRemember the address as well.\n\n```\ncurl \"$INSTANCE_URL/rest/v12/me\" -H \"Authorization: Bearer $ACCESS_TOKEN\"\n```\n").BaseUrls[0].Url.ShouldBe("{instance_url}/rest/v12");

    [Fact]
    public void A_word_of_a_host_says_nothing_of_its_row() =>
        Analyze("# Curlew API\n\n| Setting | Value |\n|---|---|\n| Base URL | `https://bookmark.curlew.example/1` |\n").BaseUrls[0].Url.ShouldBe("https://bookmark.curlew.example/1");

    [Theory]
    [InlineData("* Producción: `https://ws.curlew.example/v2`\n* Pruebas: `https://ws-pre.curlew.example/v2`\n", "https://ws-pre.curlew.example/v2")]
    [InlineData("* The base endpoint is `https://api.curlew.example`.\n* Times are in milliseconds.\n* A testnet is at `https://testnet.curlew.example`.\n", "https://testnet.curlew.example")]
    [InlineData("* The base endpoint is `https://api.curlew.example`.\n* Our news are at `https://news.curlew.example`.\n", null)]
    public void Another_environment_in_the_same_list_is_a_further_base_url(string list, string? expected) =>
        Analyze("# Curlew API\n\n" + list + "\n```\ncurl -H \"X-Api-Key: {api_key}\" " + Analyze("# Curlew API\n\n" + list).BaseUrls[0].Url + "/nests\n```\n").BaseUrls.Skip(1).Select(b => b.Url).FirstOrDefault().ShouldBe(expected);

    [Fact]
    public void An_address_that_a_row_calls_closed_is_not_the_base_url() =>
        Analyze("# Curlew API\n\n| 項目 | 値 |\n|---|---|\n| ベース URL | `https://rest.curlew-api.example/1` |\n| 旧エンドポイント | `http://api.curlew.example/1`（2020年3月に終了。使わない） |\n\n`GET /nests`\n").BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://rest.curlew-api.example/1");

    [Fact]
    public void Each_host_of_a_sentence_is_judged_and_quoted_by_its_own_clause()
    {
        var analysis = Analyze("# Curlew API\n\n" + Key + "\nAPI root `https://api.curlew.example/2`; uploads go to `https://upload.curlew.example/2`, downloads come from `dl.curlew-cdn.example`.\n");
        analysis.BaseUrls.ShouldHaveSingleItem().Quote.ShouldBe("API root `https://api.curlew.example/2`");
    }

    [Fact]
    public void Where_the_browser_comes_back_to_is_no_base_url() =>
        Analyze("# Curlew API\n\n" + Key + "\nRegister `http://localhost:3000/callback` as redirect URI.\n").BaseUrls.ShouldBeEmpty();

    [Fact]
    public void Listings_of_other_markup_are_samples()
    {
        var asciiDoc = Analyze("= Curlew API\n\n== Calls\n\n[source,sh]\n----\ncurl https://api.curlew.example/v1/nests -H \"X-Curlew-Key: $KEY\"\n----\n");
        var tags = Analyze("# Curlew API\n\n{% highlight bash %}\ncurl https://api.curlew.example/v1/nests -H \"X-Curlew-Key: $KEY\"\n{% endhighlight %}\n");
        foreach (var analysis in (AuthAnalysis[])[asciiDoc, tags])
        {
            analysis.BaseUrls[0].Url.ShouldBe("https://api.curlew.example/v1");
            analysis.Methods[0].Placements[0].Name.ShouldBe("X-Curlew-Key");
            analysis.BaseUrls[0].Quote.ShouldStartWith("curl https://api.curlew.example");
        }
    }

    [Theory]
    [InlineData("`https://api.curlew.example/data/daily/<nest>/eggs`\n\n```\ncurl https://api.curlew.example/data/weather?nest=1\n```", "https://api.curlew.example")]
    [InlineData("`https://api.curlew.example/<client>/v4`\n\n```\ncurl https://api.curlew.example/acme/v4/nests?page=1\n```", "https://api.curlew.example/{client}/v4")]
    public void A_call_in_a_line_of_its_own_is_no_base_url(string text, string expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").BaseUrls[0].Url.ShouldBe(expected);

    [Theory]
    [InlineData("`GET https://api.curlew.example/v1/nests` lists nests.", "https://api.curlew.example/v1", "/nests")]
    [InlineData("## List users\n\n`GET https://api.curlew.example/v1/users`\n\n## Add one\n\n`POST https://api.curlew.example/v1/users`", "https://api.curlew.example/v1", "/users")]
    [InlineData("Call `https://api.curlew.example/v1.0/nests` with it.", "https://api.curlew.example/v1.0", "/nests")]
    [InlineData("Call `GET https://api.curlew.example/v3/park/{park_id}/nests`.", "https://api.curlew.example/v3", "/park/{park_id}/nests")]
    public void What_a_sentence_calls_is_below_the_base(string text, string expected, string call)
    {
        var analysis = Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n");
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe(expected);
        analysis.Verification[0].Path.ShouldBe(call);
    }

    [Theory]
    [InlineData("The API is at `https://api.curlew.example/data`.", "https://api.curlew.example/data")]
    [InlineData("All calls go to `https://api.curlew.example/nests/rpc`.", "https://api.curlew.example/nests/rpc")]
    public void What_is_said_to_be_the_address_is_the_base_as_it_stands(string text, string expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").BaseUrls[0].Url.ShouldBe(expected);

    private const string Sample = "\n\n```\ncurl -H \"X-Curlew-Key: $KEY\" https://api.curlew.example/v3/nests\n```";

    [Theory]
    [InlineData("Your account lives in one data center:\n\n- **US**: `api.curlew.example`\n- **EU**: `api.eu.curlew.example`", "https://api.curlew.example/v3 production", "https://api.eu.curlew.example/v3 eu")]
    [InlineData("| Region | Host |\n|---|---|\n| US | `api.curlew.example` |\n| EU | api.eu.curlew.example |", "https://api.curlew.example/v3 production", "https://api.eu.curlew.example/v3 eu")]
    [InlineData("| Environment | Host |\n|---|---|\n| live | `api.curlew.example` |\n| sandbox | `api.try.curlew.example` |\n| log-in | `login.curlew.example` |", "https://api.curlew.example/v3 production", "https://api.try.curlew.example/v3 sandbox")]
    [InlineData("| Service | Host |\n|---|---|\n| Nests | `api.curlew.example` |\n| Photos | `photos.curlew.example` |", "https://api.curlew.example/v3 production")]
    [InlineData("Regions of partners:\n\n- **US**: `api.curlew.example`\n- **Heron**: `api.heron.example`", "https://api.curlew.example/v3 production")]
    public void Hosts_without_a_scheme_are_further_ones_in_a_list_of_regions(string text, params string[] expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + Sample + "\n").BaseUrls.Select(b => $"{b.Url} {b.Environment}").ShouldBe(expected);

    [Theory]
    [InlineData("```ts\nconst curlew = axios.create({ baseURL: 'https://eu.curlew.example/api', headers: { 'X-Curlew-Key': key } });\nawait curlew.get('/nests');\n```\n\nParks in the United States use `https://us.curlew.example/api` instead.", "https://eu.curlew.example/api", "https://us.curlew.example/api")]
    public void What_a_sample_sets_as_its_base_comes_first(string text, params string[] expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").BaseUrls.Select(b => b.Url).ShouldBe(expected);

    [Theory]
    [InlineData("https://nest.curlew.example/api/v2", "Replace `nest` by the name of your account.", "https://{account}.curlew.example/api/v2")]
    [InlineData("https://domain.curlew.example/api/v2", "Replace `domain` by the name of your account.", "https://{domain}.curlew.example/api/v2")]
    [InlineData("https://domain.curlew.example/api/v2", "Replace domain with your own.", "https://{domain}.curlew.example/api/v2")]
    [InlineData("https://marsh.curlew.example/api/v2", "Replace `marsh.curlew.example` with your host.", "https://{host}/api/v2")]
    [InlineData("https://nest.curlew.example/api/v2", "Replace `nest_id` by the id of a nest.", "https://nest.curlew.example/api/v2")]
    public void What_the_reader_replaces_is_a_hole(string url, string sentence, string expected) =>
        Analyze("# Curlew API\n\n" + Key + "\n```\ncurl -H \"X-Curlew-Key: $KEY\" '" + url + "/eggs'\n```\n\n" + sentence + "\n").BaseUrls[0].Url.ShouldBe(expected);

    [Theory]
    [InlineData("All further calls go to the `instance_url` of the reply, e.g.\n\n```\ncurl https://na1.curlew.example/v6/limits -H \"Authorization: Bearer 00Dx0\"\n```\n\n```json\n{\"access_token\": \"00Dx0\", \"instance_url\": \"https://na1.curlew.example\"}\n```", "{instance_url}/v6")]
    [InlineData("The reply contains `api_domain`, e.g. `https://www.curlewapis.example`; use it as the host of all API calls.", "{api_domain}")]
    [InlineData("`GET https://id.curlew.example/userinfo` tells the base URI of your account, for example `https://na3.curlew.example`; API calls go to `{base_uri}/rest/v2`.", "{base_uri}/rest/v2")]
    [InlineData("Calls go to `https://api.curlew.example/v1`. The reply contains `next_url`, e.g. `https://na3.curlew.example/v1/nests?page=2`.", "https://api.curlew.example/v1")]
    public void A_host_that_an_answer_names_is_a_hole(string text, string expected) =>
        Analyze("# Curlew API\n\nOAuth 2.0 client credentials, token endpoint `https://id.curlew.example/token`.\n\n" + text + "\n").BaseUrls[0].Url.ShouldBe(expected);

    [Fact]
    public void What_the_product_calls_itself_is_another_s()
    {
        var analysis = Analyze("# Curlew: alerts in your chat\n\nMake an app there and copy its token. Curlew calls `https://chat.example/api/post.message` with `Authorization: Bearer xyz-...`.\n\n# Curlew API\n\n```\ncurl -H 'Curlew-Key: 3f9a' https://api.curlew.example/v2/nests\n```\n");
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.curlew.example/v2");
        analysis.Methods.ShouldHaveSingleItem().Placements[0].Name.ShouldBe("Curlew-Key");
    }

    [Theory]
    [InlineData("Calls have this form: `https://api.curlew.example/bot<token>/METHOD_NAME`. For example:\n\n    https://api.curlew.example/bot123456:ABC-made-up/getMe", "https://api.curlew.example/bot{token}", "token", "/getMe")]
    [InlineData("`https://api.curlew.example/v1/YOUR_API_KEY/eggs`", "https://api.curlew.example/v1/{api_key}", "api_key", "/eggs")]
    public void A_key_in_the_path_is_part_of_the_base(string text, string expected, string name, string call)
    {
        var analysis = Analyze("# Curlew\n\n" + text + "\n");
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe(expected);
        analysis.Methods.ShouldHaveSingleItem().Placements.ShouldBe([new Placement(PlacementLocation.Path, name, "{" + name + "}")]);
        analysis.Methods[0].Parameters.ShouldHaveSingleItem().Name.ShouldBe(name);
        analysis.Verification[0].Path.ShouldBe(call);
    }

    [Theory]
    [InlineData("The mail has a link: `https://app.curlew.example/reset/{token}`.")]
    [InlineData("`DELETE https://api.curlew.example/v1/tokens/{token}` ends it.")]
    [InlineData("`GET https://api.curlew.example/v1/{project_key}/nests` lists nests.")]
    public void Not_every_hole_in_a_path_is_the_credential(string text) =>
        Analyze("# Curlew API\n\n" + Key + "\n" + text + "\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().In.ShouldBe(PlacementLocation.Header);

    [Theory]
    [InlineData("The web service is at <b>https://park.heron.example/ws/v2</b> for you.", "https://park.heron.example/ws/v2")]
    [InlineData("Der Webservice ist unter https://park.heron.example/ws/v2 erreichbar.", "https://park.heron.example/ws/v2")]
    [InlineData("El servicio web está en https://park.heron.example/ws/v2 para todos.", "https://park.heron.example/ws/v2")]
    [InlineData("Write to https://park.heron.example/ws about it.", "https://park.heron.example")]
    public void What_is_called_the_service_and_has_all_calls_below_it_is_the_base(string sentence, string expected) =>
        Analyze("# Heron API\n\n" + Key + "\n" + sentence + "\n\n```\ncurl -H \"X-Heron-Key: $KEY\" https://park.heron.example/ws/v2/nests\n```\n").BaseUrls[0].Url.ShouldBe(expected);

    [Fact]
    public void Rows_of_the_same_path_are_meant_with_it() =>
        Analyze("# Heron API\n\n" + Key + "\n| | |\n|---|---|\n| Production | `https://api.heron.example/ifc/v2` |\n| Simulation | `https://api-sim.heron.example/ifc/v2` |\n\n```\ncurl -H \"X-Heron-Key: $KEY\" https://api-sim.heron.example/ifc/v2/nests\n```\n")
            .BaseUrls.Select(url => url.Url).ShouldBe(["https://api.heron.example/ifc/v2", "https://api-sim.heron.example/ifc/v2"]);

    [Theory]
    [InlineData("**Use `instance_url` as the base of all API calls.**", "{instance_url}")]
    [InlineData("The `api_domain` of your office is told by the desk.", null)]
    public void A_member_of_the_token_reply_is_the_base_where_the_text_says_so(string sentence, string? expected) =>
        Analyze("# Heron API\n\nOAuth 2.0 client credentials, token endpoint `https://id.heron.example/token`. What comes back:\n\n```json\n{\n  \"access_token\": \"xyz\",\n  \"instance_url\": \"https://eu1.heron.example\"\n}\n```\n\n" + sentence + "\n")
            .BaseUrls.Select(url => url.Url).FirstOrDefault().ShouldBe(expected);

    [Fact]
    public void The_form_of_all_calls_names_the_base_whatever_its_holes_are_called() =>
        Analyze("# Heron bots\n\nRequests have the form\n\n    https://bots.heron.example/<your bot token>/<method>\n\nYou get the bot token from us.\n").BaseUrls[0].Url.ShouldBe("https://bots.heron.example/{bot_token}");

    [Theory]
    [InlineData("", "https://api.heron.example")]
    [InlineData("Our setting `host` is the address of the server.\n\n", "https://{host}")]
    public void A_variable_of_code_is_one_of_the_hosts_that_the_text_names(string setting, string expected) =>
        Analyze("# Heron API\n\n| Environment | Address |\n|---|---|\n| production | `https://api.heron.example` |\n| sandbox | `https://api.cert.heron.example` |\n\n" + setting + "```\ncurl -H \"X-Heron-Key: $KEY\" https://api.heron.example/nests\n```\n\n```python\ndef get(host, path, key):\n    return requests.get(f\"https://{host}/{path}\", headers={\"X-Heron-Key\": key})\n\ndef eggs(host, key):\n    return requests.get(f\"https://{host}/eggs\", headers={\"X-Heron-Key\": key})\n```\n").BaseUrls[0].Url.ShouldBe(expected);

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo"));
}
