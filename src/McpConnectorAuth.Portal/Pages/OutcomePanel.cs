using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>The calls of a check, as people read them.</summary>
internal static class OutcomePanel
{
    /// <summary>The calls with what came back; nothing where none was made.</summary>
    public static Html Probes(PortalTexts texts, VerificationReport? report) => report is not { Probes.Count: > 0 } ? Html.None : Html.Of(
        $"""
        <ol class="probes" aria-label="{texts.CallsMade}">
        {Html.Each(report.Probes, probe => Html.Of(
            $"""
            <li><span class="probe-what">{texts.Control(probe.Control)}</span><span class="probe-status">{texts.Status(probe.Status)}</span><code>{probe.Request}</code><span class="probe-note">{probe.Note}</span></li>

            """))}</ol>
        """);
}
