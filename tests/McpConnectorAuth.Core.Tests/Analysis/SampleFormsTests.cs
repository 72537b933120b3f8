using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>One sample alone in an authentication section says how the credential travels, whatever language it is written in.</summary>
public sealed partial class SampleFormsTests
{
    private const string Basic = "basic header Authorization Basic base64({}:{})";
    private const string Bearer = "bearer header Authorization Bearer {}";
    private const string Key = "api_key header X-Heron-Key {}";
    private const string QueryKey = "api_key query api_key {}";
    private const string Prefixed = "api_key header Authorization Token {}";

    public static TheoryData<string, string, string> Shell => new()
    {
        { Key, "bash", """curl https://api.heron.example/v2/birds -H "X-Heron-Key: $HERON_KEY" """ },
        { Key, "bash", """curl -H 'X-Heron-Key: <your key>' 'https://api.heron.example/v2/birds?limit=5&sort=name'""" },
        { Key, "bash", "curl --request GET \\\n  --url https://api.heron.example/v2/birds \\\n  --header 'accept: application/json' \\\n  --header 'x-heron-key: YOUR_KEY'" },
        { Key, "", "$ curl -sS -X GET \\\n    -H\"X-Heron-Key: ${HERON_KEY}\" \\\n    https://api.heron.example/v2/birds | jq ." },
        { Key, "powershell", "curl.exe `\n  -H \"X-Heron-Key: $env:HERON_KEY\" `\n  https://api.heron.example/v2/birds" },
        { Key, "cmd", "curl ^\n  -H \"X-Heron-Key: %HERON_KEY%\" ^\n  https://api.heron.example/v2/birds" },
        { Key, "sh", "HERON=https://api.heron.example/v2\nKEY=abc123\ncurl --header=\"X-Heron-Key: $KEY\" \"$HERON/birds\"" },
        { Bearer, "bash", """curl "https://api.heron.example/v2/birds" --oauth2-bearer "$HERON_TOKEN" """ },
        { Bearer, "bash", """curl -sH"Authorization: Bearer $(cat ~/.heron)" https://api.heron.example/v2/birds""" },
        { Bearer, "shell", "# list birds\ncurl -i -L --compressed \\\n  -H 'Authorization: Bearer {{access_token}}' \\\n  -w '%{http_code}' -o out.json \\\n  https://api.heron.example/v2/birds" },
        { Bearer, "bash", """wget --header="Authorization: Bearer $TOKEN" -qO- https://api.heron.example/v2/birds""" },
        { Bearer, "bash", """http GET https://api.heron.example/v2/birds Authorization:"Bearer $TOKEN" """ },
        { Bearer, "bash", """http -A bearer -a "$TOKEN" https://api.heron.example/v2/birds""" },
        { Prefixed, "bash", """curl https://api.heron.example/v2/birds -H "Authorization: Token $HERON_TOKEN" """ },
        { "signed_request header Authorization Heron {}:{}:{}", "shell", "API_KEY=\"abc\"\nAUTH_HEADER=\"Heron $API_KEY:$NONCE:$SIGNATURE\"\nhttp GET https://api.heron.example/v2/birds Authorization:\"$AUTH_HEADER\"" },
        { "api_key header X-Heron-Token Bearer {}", "bash", """curl https://api.heron.example/v2/birds -H 'X-Heron-Token: Bearer 0123456789abcdef'""" },
        { "api_key header Authorization Token {}:{}", "bash", """curl https://api.heron.example/v2/birds -H "Authorization: Token <token_id>:<token_secret>" """ },
        { "api_key header Authorization token {}:{}", "bash", """curl https://api.heron.example/v2/birds -H "Authorization: token api_user:token" """ },
        { "bearer header Authorization Bearer hrn_{}.{}", "bash", """curl https://api.heron.example/v2/birds -H "Authorization: Bearer hrn_<key>.<token>" """ },
        { "api_key header X-HeronKeys accessKey={};secretKey={}", "bash", """curl https://api.heron.example/v2/birds -H "X-HeronKeys: accessKey=ACCESS_KEY;secretKey=SECRET_KEY" """ },
        { "api_key header 7heron-token {}", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\n7heron-token: {your key}" },
        { "api_key header Authorization {}", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nAuthorization: YOUR API KEY" },
        { Basic, "bash", "curl -u username:password https://api.heron.example/v2/birds" },
        { Basic, "bash", """curl --user "$USER:$PASSWORD" https://api.heron.example/v2/birds""" },
        { Basic, "bash", """curl -sSu "$LOGIN:$PASS" https://api.heron.example/v2/birds""" },
        { Basic, "bash", """curl --basic --user=jane:secret https://api.heron.example/v2/birds""" },
        { Basic, "bash", """curl -H "Authorization: Basic $(echo -n "$USERNAME:$PASSWORD" | base64)" https://api.heron.example/v2/birds""" },
        { "basic header Authorization Basic base64({}:)", "bash", "curl https://api.heron.example/v2/birds -u {api_key}:" },
        { "basic header Authorization Basic base64({}:X)", "bash", "curl -u YOUR_API_KEY:X https://api.heron.example/v2/birds" },
        { "basic header Authorization Basic base64({}/token:{})", "bash", "curl -u {email}/token:{api_token} https://api.heron.example/v2/birds" },
        { "basic header Authorization Basic base64(:{})", "bash", "curl -u :{personal_access_token} https://api.heron.example/v2/birds" },
        { QueryKey, "bash", """curl "https://api.heron.example/v2/birds?api_key=$KEY&limit=1" """ },
        { QueryKey, "bash", "curl -G https://api.heron.example/v2/birds -d api_key=YOUR_API_KEY -d limit=1" },
        { QueryKey, "bash", "curl --get --data-urlencode \"api_key=${KEY}\" https://api.heron.example/v2/birds" },
        { QueryKey, "bash", "curl -G https://api.heron.example/v2/birds --url-query \"api_key=$KEY\"" },
        { "api_key body api_key {}", "bash", "curl https://api.heron.example/v2/birds --data 'api_key=YOUR_KEY&name=robin'" },
        { "api_key body api_key {}", "bash", """curl https://api.heron.example/v2/birds -H 'Content-Type: application/json' -d '{"api_key": "YOUR_KEY", "name": "robin"}'""" },
        { "api_key body api_key {}", "bash", "curl https://api.heron.example/v2/birds -H 'Content-Type: application/json' -d @- <<'EOF'\n{\"api_key\": \"YOUR_KEY\", \"name\": \"robin\"}\nEOF" },
        { "api_key cookie heron_session {}", "bash", "curl --cookie \"heron_session=$TOKEN\" https://api.heron.example/v2/birds" },
        { "digest", "bash", "curl --digest -u \"$PUBLIC:$PRIVATE\" https://api.heron.example/v2/birds" },
        { "digest", "bash", "curl --user \"{public_key}:{private_key}\" --digest --header 'Accept: application/json' -X GET 'https://api.heron.example/v2/birds'" },
        { "mtls", "bash", "curl --cert client.pem --key client.key https://api.heron.example/v2/birds" },
        { "mtls", "bash", "curl -E ./client.p12:$PASS https://api.heron.example/v2/birds" },
        { "signed_request", "bash", "curl --aws-sigv4 \"aws:amz:eu-west-1:heron\" --user \"$ACCESS_KEY:$SECRET_KEY\" https://api.heron.example/v2/birds" },
    };

    public static TheoryData<string, string, string> Messages => new()
    {
        { Key, "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nX-Heron-Key: 5f1c…\nAccept: application/json" },
        { Bearer, "", "GET https://api.heron.example/v2/birds\nAuthorization: Bearer {token}" },
        { Basic, "http", "GET /v2/birds HTTP/1.1\r\nHost: api.heron.example\r\nAuthorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=\r\n\r\n" },
        { Prefixed, "text", "POST /v2/birds HTTP/2\nhost: api.heron.example\nauthorization: Token 5f1c2d3e4b5a\ncontent-type: application/json\n\n{\"name\": \"robin\"}" },
        { QueryKey, "http", "GET https://api.heron.example/v2/birds?api_key={api_key} HTTP/1.1" },
        { "api_key cookie heron_session {}", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nCookie: heron_session={token}" },
        { "digest", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nAuthorization: Digest username=\"jane\", realm=\"heron\", nonce=\"8d\", uri=\"/v2/birds\", response=\"a1\"" },
        { Key, "http", "@host = https://api.heron.example/v2\n@key = abc123\n\n### List birds\nGET {{host}}/birds\nX-Heron-Key: {{key}}\nAccept: application/json\n\n### One bird\nGET {{host}}/birds/1\nX-Heron-Key: {{key}}" },
        { Bearer, "rest", "# @name list\nGET https://api.heron.example/v2/birds HTTP/1.1\nAuthorization: Bearer {{$dotenv TOKEN}}" },
        { "oauth1", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nAuthorization: OAuth oauth_consumer_key=\"k\", oauth_token=\"t\", oauth_signature_method=\"HMAC-SHA1\", oauth_signature=\"s\"" },
        { "signed_request", "http", "GET /v2/birds HTTP/1.1\nHost: api.heron.example\nAuthorization: AWS4-HMAC-SHA256 Credential=AK/20260101/eu/heron/aws4_request, SignedHeaders=host, Signature=ab" },
        { Basic, "http", "### List\nGET https://api.heron.example/v2/birds\nAuthorization: Basic {{username}} {{password}}" },
    };

    public static TheoryData<string, string, string> Python => new()
    {
        { Key, "python", "import requests\n\nr = requests.get('https://api.heron.example/v2/birds', headers={'X-Heron-Key': 'YOUR_KEY'})" },
        { Key, "py", "import os, requests\n\nURL = \"https://api.heron.example/v2\"\nheaders = {\n    \"X-Heron-Key\": os.environ[\"HERON_KEY\"],\n    \"Accept\": \"application/json\",\n}\nresponse = requests.request(\"GET\", f\"{URL}/birds\", headers=headers, timeout=10)" },
        { Key, "python", "session = requests.Session()\nsession.headers.update({'X-Heron-Key': api_key})\nsession.get('https://api.heron.example/v2/birds')" },
        { Key, "python", "s = requests.Session()\ns.headers['X-Heron-Key'] = api_key\ns.get(base + '/birds')" },
        { Key, "python", "headers = dict()\nheaders['X-Heron-Key'] = api_key\nrequests.get('https://api.heron.example/v2/birds', headers=headers)" },
        { Bearer, "python", "requests.get(f'{BASE}/birds', headers={'Authorization': f'Bearer {token}'})" },
        { Bearer, "python", "headers = {'Authorization': 'Bearer ' + token}\nrequests.get('https://api.heron.example/v2/birds', headers=headers)" },
        { Bearer, "python", "headers = {'Authorization': 'Bearer {}'.format(token)}\nrequests.get('https://api.heron.example/v2/birds', headers=headers)" },
        { Bearer, "python", "headers = {'Authorization': 'Bearer %s' % token}\nrequests.get('https://api.heron.example/v2/birds', headers=headers)" },
        { Bearer, "python", "import httpx\n\nclient = httpx.Client(base_url='https://api.heron.example/v2', headers={'Authorization': f'Bearer {os.environ[\"TOKEN\"]}'})\nclient.get('/birds')" },
        { Bearer, "python", "async with httpx.AsyncClient() as client:\n    r = await client.get(\n        'https://api.heron.example/v2/birds',\n        headers={'Authorization': f'Bearer {token}'},\n    )" },
        { Bearer, "python", "req = urllib.request.Request('https://api.heron.example/v2/birds')\nreq.add_header('Authorization', 'Bearer %s' % token)\nurllib.request.urlopen(req)" },
        { Prefixed, "python", "requests.get('https://api.heron.example/v2/birds', headers={'Authorization': f'Token {api_token}'})" },
        { Basic, "python", "requests.get('https://api.heron.example/v2/birds', auth=('username', 'password'))" },
        { Basic, "python", "from requests.auth import HTTPBasicAuth\n\nrequests.get('https://api.heron.example/v2/birds', auth=HTTPBasicAuth(username, password))" },
        { Basic, "python", "session = requests.Session()\nsession.auth = (username, password)\nsession.get('https://api.heron.example/v2/birds')" },
        { Basic, "python", "auth = httpx.BasicAuth(username=username, password=password)\nclient = httpx.Client(auth=auth)\nclient.get('https://api.heron.example/v2/birds')" },
        { Basic, "python", "creds = base64.b64encode(f'{username}:{password}'.encode()).decode()\nrequests.get('https://api.heron.example/v2/birds', headers={'Authorization': 'Basic ' + creds})" },
        { "basic header Authorization Basic base64({}:)", "python", "requests.get('https://api.heron.example/v2/birds', auth=(api_key, ''))" },
        { "digest", "python", "from requests.auth import HTTPDigestAuth\n\nrequests.get('https://api.heron.example/v2/birds', auth=HTTPDigestAuth(user, password))" },
        { "digest", "python", "import httpx\n\nauth = httpx.DigestAuth(user, password)\nhttpx.get('https://api.heron.example/v2/birds', auth=auth)" },
        { QueryKey, "python", "requests.get('https://api.heron.example/v2/birds', params={'api_key': key, 'limit': 1})" },
        { QueryKey, "python", "params = {'limit': 1, 'api_key': os.getenv('HERON_KEY')}\nr = httpx.get('https://api.heron.example/v2/birds', params=params)" },
        { "api_key cookie heron_session {}", "python", "requests.get('https://api.heron.example/v2/birds', cookies={'heron_session': token})" },
        { "mtls", "python", "requests.get('https://api.heron.example/v2/birds', cert=('client.pem', 'client.key'))" },
        { "signed_request", "python", "from requests_aws4auth import AWS4Auth\nauth = AWS4Auth(access_key, secret_key, 'eu-west-1', 'heron')\nrequests.get('https://api.heron.example/v2/birds', auth=auth)" },
        { "oauth1", "python", "from requests_oauthlib import OAuth1\nauth = OAuth1(consumer_key, consumer_secret, token, token_secret)\nrequests.get('https://api.heron.example/v2/birds', auth=auth)" },
    };

    public static TheoryData<string, string, string> JavaScript => new()
    {
        { Key, "javascript", "const res = await fetch('https://api.heron.example/v2/birds', {\n  headers: { 'X-Heron-Key': process.env.HERON_KEY },\n});" },
        { Key, "js", "const headers = new Headers();\nheaders.append('X-Heron-Key', apiKey);\nfetch('https://api.heron.example/v2/birds', { method: 'GET', headers })\n  .then((r) => r.json());" },
        { Key, "js", "const myHeaders = new Headers({\"X-Heron-Key\": key});\nconst request = new Request(\"https://api.heron.example/v2/birds\", {headers: myHeaders});\nfetch(request);" },
        { Bearer, "typescript", "const response: Response = await fetch(`${BASE}/birds`, {\n  method: \"GET\",\n  headers: {\n    Authorization: `Bearer ${token}`,\n    \"Content-Type\": \"application/json\",\n  },\n});" },
        { Bearer, "js", "fetch('https://api.heron.example/v2/birds', { headers: { authorization: 'Bearer ' + token } })" },
        { Bearer, "js", "const api = axios.create({\n  baseURL: 'https://api.heron.example/v2',\n  headers: { common: { Authorization: `Bearer ${token}` } },\n});\nawait api.get('/birds');" },
        { Bearer, "js", "axios.defaults.headers.common['Authorization'] = `Bearer ${token}`;\naxios.get('https://api.heron.example/v2/birds');" },
        { Bearer, "js", "const xhr = new XMLHttpRequest();\nxhr.open('GET', 'https://api.heron.example/v2/birds');\nxhr.setRequestHeader('Authorization', 'Bearer ' + token);\nxhr.send();" },
        { Bearer, "js", "const req = https.request({ hostname: 'api.heron.example', path: '/v2/birds', method: 'GET', headers: { Authorization: `Bearer ${token}` } });" },
        { Bearer, "js", "superagent.get('https://api.heron.example/v2/birds').set('Authorization', `Bearer ${token}`);" },
        { Bearer, "js", "$.ajax({ url: 'https://api.heron.example/v2/birds', headers: { 'Authorization': 'Bearer ' + token } });" },
        { Prefixed, "js", "const { data } = await axios.get('https://api.heron.example/v2/birds', {\n  headers: { Authorization: `Token ${process.env.HERON_TOKEN}` },\n});" },
        { Basic, "js", "axios.get('https://api.heron.example/v2/birds', { auth: { username: user, password: pass } });" },
        { Basic, "js", "axios({\n  method: 'get',\n  url: 'https://api.heron.example/v2/birds',\n  auth: {\n    username: process.env.HERON_USER,\n    password: process.env.HERON_PASSWORD,\n  },\n});" },
        { Basic, "js", "fetch('https://api.heron.example/v2/birds', { headers: { Authorization: 'Basic ' + btoa(username + ':' + password) } });" },
        { Basic, "js", "const auth = Buffer.from(`${username}:${password}`).toString('base64');\nfetch('https://api.heron.example/v2/birds', { headers: { Authorization: `Basic ${auth}` } });" },
        { QueryKey, "js", "axios.get('https://api.heron.example/v2/birds', { params: { api_key: process.env.KEY, limit: 1 } });" },
        { QueryKey, "js", "const url = new URL('https://api.heron.example/v2/birds');\nurl.searchParams.set('api_key', key);\nfetch(url);" },
        { QueryKey, "js", "fetch(`https://api.heron.example/v2/birds?api_key=${key}&limit=1`)" },
        { "api_key body api_key {}", "js", "fetch('https://api.heron.example/v2/birds', {\n  method: 'POST',\n  body: JSON.stringify({ api_key: key, name: 'robin' }),\n});" },
        { "mtls", "js", "const agent = new https.Agent({ cert: fs.readFileSync('client.pem'), key: fs.readFileSync('client.key') });\nfetch('https://api.heron.example/v2/birds', { agent });" },
    };

    public static TheoryData<string, string, string> Ruby => new()
    {
        { Key, "ruby", "require 'net/http'\nuri = URI('https://api.heron.example/v2/birds')\nreq = Net::HTTP::Get.new(uri)\nreq['X-Heron-Key'] = ENV['HERON_KEY']\nNet::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(req) }" },
        { Bearer, "ruby", "HTTParty.get('https://api.heron.example/v2/birds', headers: { 'Authorization' => \"Bearer #{token}\" })" },
        { Bearer, "rb", "conn = Faraday.new(url: 'https://api.heron.example/v2') do |f|\n  f.request :authorization, 'Bearer', token\nend\nconn.get('/birds')" },
        { Bearer, "ruby", "RestClient.get 'https://api.heron.example/v2/birds', { Authorization: \"Bearer #{token}\", accept: :json }" },
        { Bearer, "ruby", "conn = Faraday.new('https://api.heron.example/v2')\nconn.headers['Authorization'] = \"Bearer #{ENV.fetch('TOKEN')}\"\nconn.get('birds')" },
        { Basic, "ruby", "req = Net::HTTP::Get.new(uri)\nreq.basic_auth 'username', 'password'\nhttp.request(req)" },
        { Basic, "ruby", "HTTParty.get('https://api.heron.example/v2/birds', basic_auth: { username: user, password: pass })" },
        { Basic, "ruby", "request['Authorization'] = 'Basic ' + Base64.strict_encode64(\"#{username}:#{password}\")" },
        { "digest", "ruby", "HTTParty.get('https://api.heron.example/v2/birds', digest_auth: { username: user, password: pass })" },
        { QueryKey, "ruby", "HTTParty.get('https://api.heron.example/v2/birds', query: { api_key: key })" },
    };

    public static TheoryData<string, string, string> Php => new()
    {
        { Key, "php", "<?php\n$ch = curl_init('https://api.heron.example/v2/birds');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['X-Heron-Key: ' . $apiKey, 'Accept: application/json']);\n$out = curl_exec($ch);" },
        { Key, "php", "$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.heron.example/v2/']);\n$response = $client->request('GET', 'birds', [\n    'headers' => ['X-Heron-Key' => getenv('HERON_KEY')],\n]);" },
        { Bearer, "php", "curl_setopt_array($curl, array(\n  CURLOPT_URL => \"https://api.heron.example/v2/birds\",\n  CURLOPT_HTTPHEADER => array(\n    \"Authorization: Bearer {$token}\",\n  ),\n));" },
        { Bearer, "php", "$response = Http::withToken($token)->get('https://api.heron.example/v2/birds');" },
        { Bearer, "php", "$opts = ['http' => ['method' => 'GET', 'header' => \"Authorization: Bearer $token\\r\\n\"]];\nfile_get_contents('https://api.heron.example/v2/birds', false, stream_context_create($opts));" },
        { Basic, "php", "curl_setopt($ch, CURLOPT_USERPWD, $username . ':' . $password);\ncurl_setopt($ch, CURLOPT_URL, 'https://api.heron.example/v2/birds');" },
        { Basic, "php", "curl_setopt($ch, CURLOPT_USERPWD, \"$username:$password\");" },
        { Basic, "php", "$client->get('https://api.heron.example/v2/birds', ['auth' => [$username, $password]]);" },
        { Basic, "php", "$headers = ['Authorization' => 'Basic ' . base64_encode($username . ':' . $password)];\n$client->get('https://api.heron.example/v2/birds', ['headers' => $headers]);" },
        { "digest", "php", "$client->get('https://api.heron.example/v2/birds', ['auth' => [$username, $password, 'digest']]);" },
        { "digest", "php", "curl_setopt($ch, CURLOPT_HTTPAUTH, CURLAUTH_DIGEST);\ncurl_setopt($ch, CURLOPT_USERPWD, \"$user:$password\");" },
        { QueryKey, "php", "$client->get('https://api.heron.example/v2/birds', ['query' => ['api_key' => $key]]);" },
        { QueryKey, "php", "$url = 'https://api.heron.example/v2/birds?' . http_build_query(['api_key' => $key]);\n$json = file_get_contents($url);" },
    };

    public static TheoryData<string, string, string> CSharp => new()
    {
        { Key, "csharp", "using var client = new HttpClient();\nclient.DefaultRequestHeaders.Add(\"X-Heron-Key\", apiKey);\nvar birds = await client.GetStringAsync(\"https://api.heron.example/v2/birds\");" },
        { Key, "cs", "var request = new HttpRequestMessage(HttpMethod.Get, \"https://api.heron.example/v2/birds\");\nrequest.Headers.TryAddWithoutValidation(\"X-Heron-Key\", Environment.GetEnvironmentVariable(\"HERON_KEY\"));\nawait client.SendAsync(request);" },
        { Key, "c#", "var client = new RestClient(\"https://api.heron.example/v2\");\nvar request = new RestRequest(\"birds\");\nrequest.AddHeader(\"X-Heron-Key\", apiKey);\nawait client.GetAsync(request);" },
        { Bearer, "csharp", "client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"Bearer\", token);\nawait client.GetAsync(\"https://api.heron.example/v2/birds\");" },
        { Bearer, "csharp", "client.DefaultRequestHeaders.Authorization =\n    new System.Net.Http.Headers.AuthenticationHeaderValue(\n        \"Bearer\",\n        token);" },
        { Bearer, "csharp", "request.Headers.Add(\"Authorization\", $\"Bearer {token}\");" },
        { Basic, "csharp", "var bytes = Encoding.UTF8.GetBytes($\"{username}:{password}\");\nclient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"Basic\", Convert.ToBase64String(bytes));" },
        { Basic, "csharp", "var options = new RestClientOptions(\"https://api.heron.example/v2\") { Authenticator = new HttpBasicAuthenticator(username, password) };" },
        { Basic, "csharp", "var handler = new HttpClientHandler { Credentials = new NetworkCredential(username, password) };\nusing var client = new HttpClient(handler);\nawait client.GetAsync(\"https://api.heron.example/v2/birds\");" },
        { "mtls", "csharp", "var handler = new HttpClientHandler();\nhandler.ClientCertificates.Add(new X509Certificate2(\"client.pfx\", password));\nusing var client = new HttpClient(handler);\nawait client.GetAsync(\"https://api.heron.example/v2/birds\");" },
        { QueryKey, "csharp", "await client.GetAsync($\"https://api.heron.example/v2/birds?api_key={apiKey}\");" },
        { QueryKey, "csharp", "var request = new RestRequest(\"birds\").AddQueryParameter(\"api_key\", apiKey);" },
    };

    public static TheoryData<string, string, string> Go => new()
    {
        { Key, "go", "req, err := http.NewRequest(\"GET\", \"https://api.heron.example/v2/birds\", nil)\nif err != nil {\n\tlog.Fatal(err)\n}\nreq.Header.Set(\"X-Heron-Key\", os.Getenv(\"HERON_KEY\"))\nresp, err := http.DefaultClient.Do(req)" },
        { Bearer, "go", "req, _ := http.NewRequestWithContext(ctx, http.MethodGet, base+\"/birds\", nil)\nreq.Header.Add(\"Authorization\", \"Bearer \"+token)" },
        { Bearer, "golang", "req.Header.Set(\"Authorization\", fmt.Sprintf(\"Bearer %s\", token))" },
        { Bearer, "go", "req.Header = http.Header{\n\t\"Authorization\": {\"Bearer \" + token},\n\t\"Accept\":        {\"application/json\"},\n}" },
        { Bearer, "go", "client := resty.New()\nclient.R().SetAuthToken(token).Get(\"https://api.heron.example/v2/birds\")" },
        { Basic, "go", "req, _ := http.NewRequest(http.MethodGet, \"https://api.heron.example/v2/birds\", nil)\nreq.SetBasicAuth(username, password)" },
        { "basic header Authorization Basic base64({}:)", "go", "req.SetBasicAuth(apiKey, \"\")" },
        { QueryKey, "go", "q := req.URL.Query()\nq.Add(\"api_key\", apiKey)\nq.Add(\"limit\", \"1\")\nreq.URL.RawQuery = q.Encode()" },
        { QueryKey, "go", "params := url.Values{}\nparams.Set(\"api_key\", apiKey)\nhttp.Get(\"https://api.heron.example/v2/birds?\" + params.Encode())" },
        { "mtls", "go", "cert, _ := tls.LoadX509KeyPair(\"client.pem\", \"client.key\")\nclient := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{cert}}}}\nclient.Get(\"https://api.heron.example/v2/birds\")" },
    };

    public static TheoryData<string, string, string> Java => new()
    {
        { Key, "java", "HttpRequest request = HttpRequest.newBuilder()\n    .uri(URI.create(\"https://api.heron.example/v2/birds\"))\n    .header(\"X-Heron-Key\", System.getenv(\"HERON_KEY\"))\n    .GET()\n    .build();" },
        { Bearer, "java", "HttpURLConnection con = (HttpURLConnection) new URL(\"https://api.heron.example/v2/birds\").openConnection();\ncon.setRequestProperty(\"Authorization\", \"Bearer \" + token);" },
        { Bearer, "java", "Request request = new Request.Builder()\n  .url(\"https://api.heron.example/v2/birds\")\n  .addHeader(\"Authorization\", \"Bearer \" + token)\n  .build();" },
        { Bearer, "java", "HttpHeaders headers = new HttpHeaders();\nheaders.setBearerAuth(token);\nrestTemplate.exchange(\"https://api.heron.example/v2/birds\", HttpMethod.GET, new HttpEntity<>(headers), String.class);" },
        { Bearer, "kotlin", "val request = Request.Builder()\n    .url(\"https://api.heron.example/v2/birds\")\n    .header(\"Authorization\", \"Bearer $token\")\n    .build()" },
        { Bearer, "java", "HttpGet get = new HttpGet(\"https://api.heron.example/v2/birds\");\nget.setHeader(HttpHeaders.AUTHORIZATION, \"Bearer \" + token);" },
        { Bearer, "java", "HttpResponse<JsonNode> r = Unirest.get(\"https://api.heron.example/v2/birds\").header(\"Authorization\", \"Bearer \" + token).asJson();" },
        { Basic, "java", "String credential = Credentials.basic(username, password);\nRequest request = new Request.Builder().url(\"https://api.heron.example/v2/birds\").header(\"Authorization\", credential).build();" },
        { Basic, "java", "String auth = Base64.getEncoder().encodeToString((username + \":\" + password).getBytes(StandardCharsets.UTF_8));\nrequest.setHeader(\"Authorization\", \"Basic \" + auth);" },
        { Basic, "java", "Unirest.get(\"https://api.heron.example/v2/birds\").basicAuth(\"user\", \"password\").asJson();" },
        { Basic, "java", "headers.setBasicAuth(username, password);\nrestTemplate.exchange(\"https://api.heron.example/v2/birds\", HttpMethod.GET, new HttpEntity<>(headers), String.class);" },
        { QueryKey, "java", "HttpUrl url = HttpUrl.parse(\"https://api.heron.example/v2/birds\").newBuilder()\n    .addQueryParameter(\"api_key\", apiKey)\n    .build();" },
        { QueryKey, "java", "UriComponentsBuilder.fromHttpUrl(\"https://api.heron.example/v2/birds\").queryParam(\"api_key\", apiKey).toUriString();" },
    };

    public static TheoryData<string, string, string> PowerShell => new()
    {
        { Key, "powershell", "$headers = @{\n    'X-Heron-Key' = $env:HERON_KEY\n    Accept = 'application/json'\n}\nInvoke-RestMethod -Uri 'https://api.heron.example/v2/birds' -Headers $headers" },
        { Key, "powershell", "irm https://api.heron.example/v2/birds -Headers @{ 'X-Heron-Key' = '<your key>' }" },
        { Key, "", "$headers = New-Object \"System.Collections.Generic.Dictionary[[String],[String]]\"\n$headers.Add(\"X-Heron-Key\", \"YOUR_API_KEY\")\n$response = Invoke-RestMethod 'https://api.heron.example/v2/birds' -Method 'GET' -Headers $headers" },
        { Key, "pwsh", "$params = @{\n  Uri = 'https://api.heron.example/v2/birds'\n  Method = 'GET'\n  Headers = @{ 'X-Heron-Key' = $key }\n}\n(Invoke-RestMethod @params).items" },
        { Bearer, "powershell", "Invoke-WebRequest `\n  -Uri \"https://api.heron.example/v2/birds\" `\n  -Headers @{ Authorization = \"Bearer $($session.token)\" } # one page" },
        { Bearer, "powershell", "Invoke-RestMethod -Uri $uri -Authentication Bearer -Token $token" },
        { Bearer, "powershell", "$h = @{}\n$h['Authorization'] = 'Bearer {0}' -f $token\nInvoke-RestMethod https://api.heron.example/v2/birds -Headers $h" },
        { Basic, "powershell", "$pair = \"$($user):$($password)\"\n$basic = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($pair))\nInvoke-RestMethod -Uri https://api.heron.example/v2/birds -Headers @{ Authorization = \"Basic $basic\" }" },
        { Basic, "powershell", "Invoke-RestMethod -Uri 'https://api.heron.example/v2/birds' -Authentication Basic -Credential (Get-Credential)" },
        { QueryKey, "powershell", "Invoke-RestMethod \"https://api.heron.example/v2/birds?api_key=$key&limit=5\"" },
        { "api_key body api_key {}", "powershell", "$body = @{ api_key = $key; name = 'robin' }\nInvoke-RestMethod -Method Post -Uri https://api.heron.example/v2/birds -Body ($body | ConvertTo-Json)" },
        { "mtls", "powershell", "Invoke-RestMethod https://api.heron.example/v2/birds -CertificateThumbprint $thumb" },
    };

    public static TheoryData<string, string, string> Swift => new()
    {
        { Key, "swift", "var request = URLRequest(url: URL(string: \"https://api.heron.example/v2/birds\")!)\nrequest.setValue(heronKey, forHTTPHeaderField: \"X-Heron-Key\")\nlet (data, _) = try await URLSession.shared.data(for: request)" },
        { Bearer, "swift", "request.addValue(\"Bearer \\(session.token)\", forHTTPHeaderField: \"Authorization\")" },
        { Basic, "swift", "let pair = \"\\(user):\\(password)\".data(using: .utf8)!.base64EncodedString()\nvar request = URLRequest(url: URL(string: \"https://api.heron.example/v2/birds\")!)\nrequest.setValue(\"Basic \\(pair)\", forHTTPHeaderField: \"Authorization\")" },
    };

    public static TheoryData<string, string, string> TokenRequests => new()
    {
        { "oauth2_client_credentials", "powershell", "$body = @{\n  grant_type = 'client_credentials'\n  client_id = $id\n  client_secret = $secret\n}\n$token = (Invoke-RestMethod -Method Post -Uri 'https://id.heron.example/oauth/token' -Body $body).access_token\nInvoke-RestMethod https://api.heron.example/v2/birds -Headers @{ Authorization = \"Bearer $token\" }" },
        { "oauth2_client_credentials", "bash", "curl -X POST https://id.heron.example/oauth/token \\\n  -H 'Content-Type: application/x-www-form-urlencoded' \\\n  -d 'grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}'" },
        { "oauth2_client_credentials", "bash", "curl --request POST --url https://id.heron.example/oauth/token --header 'content-type: application/json' --data '{\"grant_type\":\"client_credentials\",\"client_id\":\"YOUR_ID\",\"client_secret\":\"YOUR_SECRET\"}'" },
        { "oauth2_client_credentials", "http", "POST /oauth/token HTTP/1.1\nHost: id.heron.example\nContent-Type: application/x-www-form-urlencoded\nAuthorization: Basic {base64(client_id:client_secret)}\n\ngrant_type=client_credentials&scope=birds" },
        { "oauth2_client_credentials", "http", "POST https://id.heron.example/oauth/token\nContent-Type: application/json\n\n{\n  \"grant_type\": \"client_credentials\",\n  \"client_id\": \"{{client_id}}\",\n  \"client_secret\": \"{{client_secret}}\"\n}" },
        { "oauth2_client_credentials", "python", "r = requests.post('https://id.heron.example/oauth/token', data={'grant_type': 'client_credentials', 'client_id': client_id, 'client_secret': client_secret})" },
        { "oauth2_client_credentials", "python", "r = requests.post(\n    'https://id.heron.example/oauth/token',\n    data={'grant_type': 'client_credentials'},\n    auth=(client_id, client_secret),\n)" },
        { "oauth2_client_credentials", "js", "const res = await fetch('https://id.heron.example/oauth/token', {\n  method: 'POST',\n  body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),\n});" },
        { "oauth2_client_credentials", "js", "axios.post('https://id.heron.example/oauth/token', qs.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret }));" },
        { "oauth2_client_credentials", "ruby", "HTTParty.post('https://id.heron.example/oauth/token', body: { grant_type: 'client_credentials', client_id: id, client_secret: secret })" },
        { "oauth2_client_credentials", "php", "$client->post('https://id.heron.example/oauth/token', [\n  'form_params' => [\n    'grant_type' => 'client_credentials',\n    'client_id' => $id,\n    'client_secret' => $secret,\n  ],\n]);" },
        { "oauth2_client_credentials", "csharp", "var form = new FormUrlEncodedContent(new Dictionary<string, string>\n{\n    [\"grant_type\"] = \"client_credentials\",\n    [\"client_id\"] = clientId,\n    [\"client_secret\"] = clientSecret,\n});\nvar reply = await http.PostAsync(\"https://id.heron.example/oauth/token\", form);" },
        { "oauth2_client_credentials", "go", "form := url.Values{\"grant_type\": {\"client_credentials\"}, \"client_id\": {id}, \"client_secret\": {secret}}\nresp, err := http.PostForm(\"https://id.heron.example/oauth/token\", form)" },
        { "oauth2_client_credentials", "java", "RequestBody body = new FormBody.Builder()\n    .add(\"grant_type\", \"client_credentials\")\n    .add(\"client_id\", id)\n    .add(\"client_secret\", secret)\n    .build();\nRequest request = new Request.Builder().url(\"https://id.heron.example/oauth/token\").post(body).build();" },
        { "oauth2_password", "bash", "curl https://id.heron.example/oauth/token -d grant_type=password -d username=$USER -d password=$PASS -d client_id=$ID" },
        { "oauth2_authorization_code", "bash", "curl https://id.heron.example/oauth/token -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=authorization_code -d code=$CODE -d redirect_uri=https://app.example/callback" },
        { "oauth2_device_code", "bash", "curl https://id.heron.example/oauth/token -d grant_type=urn:ietf:params:oauth:grant-type:device_code -d device_code=$CODE -d client_id=$ID" },
        { "oauth2_jwt_bearer", "bash", "curl https://id.heron.example/oauth/token --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d assertion=$JWT" },
    };

    [Theory]
    [MemberData(nameof(Shell))]
    [MemberData(nameof(Messages))]
    [MemberData(nameof(Python))]
    [MemberData(nameof(JavaScript))]
    [MemberData(nameof(Ruby))]
    [MemberData(nameof(Php))]
    [MemberData(nameof(CSharp))]
    [MemberData(nameof(Go))]
    [MemberData(nameof(Java))]
    [MemberData(nameof(PowerShell))]
    [MemberData(nameof(Swift))]
    public void The_sample_tells_kind_place_and_format(string expected, string language, string sample)
    {
        var method = Analyze(language, sample).Methods.ShouldHaveSingleItem();
        var words = expected.Split(' ', 4);
        var found = words.Length == 1
            ? Kind(method)
            : string.Join(", ", method.Placements.Select(p => $"{Kind(method)} {p.In.ToString().ToLowerInvariant()} {p.Name} {Hole().Replace(p.Format, "{}")}"));
        found.ShouldBe(expected, StringCompareShould.IgnoreCase);
    }

    [Theory]
    [MemberData(nameof(TokenRequests))]
    public void A_token_request_tells_the_grant_and_the_endpoint(string expected, string language, string sample)
    {
        var method = Analyze(language, sample).Methods.ShouldHaveSingleItem();
        Kind(method).ShouldBe(expected);
        method.OAuth.ShouldNotBeNull().TokenUrl.ShouldBe("https://id.heron.example/oauth/token");
    }

    [Theory]
    [InlineData("Authorization: Signature version=\"1\",keyId=\"<key_id>\",signature=\"<your_signature>\"", "Signature version=\"1\",keyId=\"{key_id}\",signature=\"{signature}\"")]
    [InlineData("Authorization: Curlew key=CANARY-7f3a,signature={signature}", "Curlew key={key},signature={signature}")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=CANARY7F3A/20260101/north/nest/aws4_request, SignedHeaders=host;x-date, Signature=fe5f80f7", "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;x-date, Signature={signature}")]
    [InlineData("Authorization: HMAC app=\"CANARY-7f3a\" mac=\"{mac}\"", "HMAC app=\"{app}\" mac=\"{mac}\"")]
    [InlineData("Authorization: Nest base64(CANARY7F3A:s3cr3tv4lue99)", "Nest base64({key_id}:{secret})")]
    [InlineData("Authorization: Nest Base64(serviceSecret:licenseKey)", "Nest base64({service_secret}:{license_key})")]
    public void A_scheme_of_the_api_s_own_keeps_its_form_and_no_example_s_value(string header, string format) =>
        Analyze("http", "GET /eggs HTTP/1.1\nHost: api.curlew.example\n" + header).Methods[0].Placements[0].Format.ShouldBe(format);

    [Fact]
    public void A_message_that_stands_further_right_below_its_first_line_has_headers() =>
        Analyze("http", "GET /eggs HTTP/1.1\n      Host: api.curlew.example\n      X-Curlew-Key: <api key>").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Curlew-Key");

    private static string Kind(AuthMethod method) => System.Text.Json.JsonSerializer.Serialize(method.Kind, CoreJsonContext.Default.AuthKind).Trim('"');

    private static AuthAnalysis Analyze(string language, string sample)
    {
        var text = $"# Heron API\n\nBirds of the marsh.\n\n## Authentication\n\nEvery request is authenticated like this:\n\n```{language}\n{sample}\n```\n\n## Birds\n\nReturns birds.\n";
        var document = DocumentReader.Parse(text, "heron.md");
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("heron"));
        foreach (var evidence in analysis.Methods.SelectMany(m => m.Evidence))
            document.Text.ShouldContain(evidence.Quote, Case.Sensitive);
        return analysis;
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
