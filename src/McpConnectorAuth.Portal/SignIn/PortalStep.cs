namespace McpConnectorAuth.Portal.SignIn;

/// <summary>What an open session waits for between its form and its end.</summary>
/// <param name="Draft">What the person entered and approved.</param>
internal abstract record PortalStep(ConnectionDraft Draft)
{
    /// <summary>Ends what runs for the step; null where nothing does.</summary>
    public CancellationTokenSource? Running { get; init; }
}
