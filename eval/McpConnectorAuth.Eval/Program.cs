using McpConnectorAuth.Eval;

return await EvalCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
