using System.ComponentModel;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// A fact that the caller supplies where the document is silent or was misread. Facts and the form of their values:
/// <list type="table">
/// <item><term><c>display_name</c></term><description>the API's name for people</description></item>
/// <item><term><c>base_url</c></term><description><c>https://{subdomain}.example.com/v2</c>; takes the place of the documented ones</description></item>
/// <item><term><c>verification</c></term><description><c>GET /users/me</c></description></item>
/// <item><term><c>recommended_method</c></term><description>name of a method</description></item>
/// <item><term><c>{method}.placement</c></term><description><c>header X-Api-Key: {api_key}</c>, <c>query key={api_key}</c>, <c>cookie sid={session}</c>,
/// <c>body key={api_key}</c> or <c>path bot{token}</c>; the first takes the place of the documented ones, further ones go along with it</description></item>
/// <item><term><c>{method}.kind</c></term><description>name of an <see cref="Analysis.AuthKind"/></description></item>
/// <item><term><c>{method}.parameter</c></term><description><c>email, public</c>, <c>region, public, optional</c> or <c>login_code, one_time</c>; secret, required and good for more than one use unless said otherwise</description></item>
/// <item><term><c>oauth.authorize_url</c>, <c>oauth.token_url</c></term><description>a URL; <c>{method}.</c> in place of <c>oauth.</c> where there are several OAuth methods</description></item>
/// <item><term><c>oauth.scopes</c></term><description>scopes, separated by blanks</description></item>
/// <item><term><c>oauth.pkce</c></term><description><c>required</c>, <c>supported</c> or <c>rejected</c></description></item>
/// <item><term><c>oauth.token_auth</c></term><description><c>basic</c>, <c>body</c>, <c>query</c> or <c>none</c></description></item>
/// </list>
/// A <c>{method}</c> that the document does not state becomes a new one; its placement is needed then.
/// </summary>
/// <param name="Fact">Which fact.</param>
/// <param name="Value">Its value.</param>
/// <param name="Quote">A passage of the document, word for word, that says so; without one the fact is marked as unverified.</param>
public sealed record SpecOverride(
    [property: Description("display_name, base_url, verification, recommended_method, {method}.placement, {method}.kind, {method}.parameter, oauth.token_url, …")] string Fact,
    [property: Description("the value, such as https://api.example.com/v1, GET /me, header X-Api-Key: {api_key}")] string Value,
    [property: Description("verbatim text of the document that says so")] string? Quote = null);
