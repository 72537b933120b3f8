namespace McpConnectorAuth.Portal.Tests.Session;

public sealed class RehearsalTests
{
    [Fact]
    public async Task A_rehearsal_comes_to_its_end_and_can_be_called_off()
    {
        // The whole form; a refusal is far shorter.
        (await PortalRehearsal.RunAsync(CancellationToken.None)).ShouldBeGreaterThan(3000);
        await Should.ThrowAsync<OperationCanceledException>(() => PortalRehearsal.RunAsync(new CancellationToken(canceled: true)));
    }
}
