using McpConnectorAuth.Core;

namespace McpConnectorAuth.Demo;

/// <summary>
/// Does on the portal's page what a person does, over the same HTTP as a browser: opens the link, keeps its cookie, fills
/// the form in, approves the hosts, sends it with its anti-forgery token and follows where that leads.
/// </summary>
internal sealed class PageVisitor : IDisposable
{
    /// <summary>How often the form is sent: hosts that follow from a value are approved the second time.</summary>
    private const int MaxRounds = 3;

    private readonly HttpClient _browser = new(new SocketsHttpHandler { UseProxy = false })
    {
        DefaultRequestHeaders = { { "Accept", "text/html" } },
    };

    /// <summary>Fills the page in until it asks no more.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.NotConfirmed"/> where the page still asks after that.</exception>
    public async Task FillInAsync(Uri link, IReadOnlyList<ExampleCredential> credentials, CancellationToken cancellationToken)
    {
        var page = await _browser.GetStringAsync(link, cancellationToken);
        for (var round = 0; round < MaxRounds && PageForm.Read(page) is { } form; round++)
        {
            foreach (var credential in credentials)
            {
                if (form.Parameters.TryGetValue(credential.Field, out var input)) form.Values[input] = credential.Value;
            }

            if (form.ApprovalValue is { } hosts) form.Values["approve"] = hosts;
            form.Values["action"] = "test";
            page = await SendAsync(new Uri(link, form.Action), form.Values, cancellationToken);
            page = await WaitForOutcomeAsync(link, page, cancellationToken);
        }

        if (PageForm.Read(page) is not null)
        {
            throw new ConnectorAuthException(
                ErrorCodes.NotConfirmed, "The page still asks after the example's credentials were sent.", "Run the demo without --yes and look at the page.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _browser.Dispose();

    private async Task<string> SendAsync(Uri address, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(values) };
        request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        using var response = await _browser.SendAsync(request, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Follows the page's own refresh while the test runs.</summary>
    private async Task<string> WaitForOutcomeAsync(Uri link, string page, CancellationToken cancellationToken)
    {
        while (page.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            page = await _browser.GetStringAsync(link, cancellationToken);
        }

        return page;
    }
}
