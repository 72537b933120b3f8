using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>Shows a device's code (RFC 8628 section 3.3) until it has been entered; goes on by itself with and without JavaScript.</summary>
internal static class DevicePage
{
    private const int GroupLength = 4;
    private const int LongestUngrouped = 6;

    /// <summary>The page.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="session">The session.</param>
    /// <param name="step">The code and where it is entered.</param>
    /// <param name="left">How long the code is good for.</param>
    /// <param name="version">What the page shows.</param>
    public static Html Render(PortalTexts texts, PortalSession session, DeviceStep step, TimeSpan left, int version)
    {
        var provider = ProviderAddress.Of(step.Device.VerificationUri);
        var complete = ProviderAddress.TryOf(step.Device.VerificationUriComplete, out var address) ? address : null;
        return PageLayout.Render(
            texts,
            texts.DeviceTitle,
            Html.Of(
                $"""
                <section class="end" data-poll="{session.Url.AbsolutePath}/status?seen={version}" data-next="{session.Url.AbsolutePath}">
                <h1>{texts.DeviceTitle}</h1>
                <p class="lede">{texts.Device(provider.Host)}</p>
                <div class="code" role="group" aria-label="{texts.DeviceCode}" data-copy="{step.Device.UserCode}" data-copy-text="{texts.Copy}" data-copied="{texts.Copied}"><code>{Html.Each(
                    Groups(step.Device.UserCode), group => Html.Of($"<span>{group}</span>"))}</code></div>
                <p class="hint" data-seconds="{(int)left.TotalSeconds}" data-text="{texts.DeviceRemainingExactly}">{texts.DeviceRemaining((int)Math.Round(left.TotalMinutes))}</p>
                {(complete is null
                    ? Html.Of($"""<p class="actions">{Link(texts.OpenProvider(provider.Host), provider, "button primary")}</p>""")
                    : Html.Of(
                        $"""
                        <p class="actions">{Link(texts.OpenProviderComplete(complete.Host), complete, "button primary")}</p>
                        <p class="hint">{texts.DeviceSame} {texts.OpenProviderPlain} {Link(provider.Text, provider, "")}</p>
                        """))}
                <p class="waiting" role="status">{texts.DeviceWaiting}</p>
                </section>
                {StepForms.Leave(texts, session)}
                """),
            aside: StepForms.Countdown(texts, session),
            head: Html.Of($"""<noscript><meta http-equiv="refresh" content="5"></noscript>"""),
            script: true);
    }

    private static Html Link(string text, ProviderAddress address, string style) => Html.Of(
        $"""<a {(style.Length == 0 ? Html.None : Html.Of($"class=\"{style}\""))} href="{address.Text}" target="_blank" rel="noopener noreferrer">{text}</a>""");

    /// <summary>Pieces that the eye keeps: as the provider groups them, else in fours.</summary>
    private static IEnumerable<string> Groups(string code) =>
        code.Length <= LongestUngrouped || code.Any(character => !char.IsLetterOrDigit(character))
            ? [code]
            : code.Chunk(GroupLength).Select(group => new string(group));
}
