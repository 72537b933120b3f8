namespace McpConnectorAuth.Portal.Pages;

/// <summary>The ways out of a step.</summary>
internal static class StepForms
{
    /// <summary>The token that every form repeats.</summary>
    public static Html Token(PortalSession session) => Html.Of($"""<input type="hidden" name="token" value="{session.Browser.FormToken}">""");

    /// <summary>Back to the form, or no.</summary>
    public static Html Leave(PortalTexts texts, PortalSession session) => Html.Of(
        $"""
        <form method="post" action="{session.Url.AbsolutePath}" class="decline">
        {Token(session)}
        <p>{texts.DeclineNote(session.Request.RequestedBy)}</p>
        <div class="choices"><button name="action" value="back">{texts.Back}</button>
        <button class="quiet" name="action" value="decline">{texts.Decline}</button></div>
        </form>
        """);

    /// <summary>The time until the page closes, at the end of the head line.</summary>
    public static Html Countdown(PortalTexts texts, PortalSession session)
    {
        var remaining = session.Remaining;
        return Html.Of(
            $"""
            <p class="countdown" role="timer" data-seconds="{(int)remaining.TotalSeconds}" data-text="{texts.RemainingExactly}">{texts.Remaining((int)Math.Round(remaining.TotalMinutes))}</p>
            """);
    }
}
