// An authorization server on loopback whose next token replies can be forced: each line on standard input is
// {"status": …, "body": …} for one reply. The first line on standard output is {"issuer": …}. It ends when its standard input does.
import { createInterface } from 'node:readline';
import { OAuth2Server, Events } from 'oauth2-mock-server';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
process.stdout.write(`${JSON.stringify({ issuer: server.issuer.url })}\n`);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const forced = JSON.parse(line);
  server.service.once(Events.BeforeResponse, (response) => {
    response.statusCode = forced.status;
    response.body = forced.body;
  });
  process.stdout.write('{"forced":true}\n');
});
lines.on('close', () => process.exit(0));
