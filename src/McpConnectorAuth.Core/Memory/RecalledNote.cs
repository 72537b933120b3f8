namespace McpConnectorAuth.Core.Memory;

/// <summary>A note that was found.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Title">Its title.</param>
/// <param name="Date">When it was kept, <c>yyyy-MM-dd</c>; empty where a person wrote it without a date.</param>
/// <param name="Content">Its Markdown; a long one ends in an ellipsis.</param>
public sealed record RecalledNote(string Topic, string Title, string Date, string Content);
