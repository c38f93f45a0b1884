/** Reference: a bare node:http that tells every open stream the same sentence. */
import { createServer } from 'node:http';

/** @type {Set<import('node:http').ServerResponse>} */
const streams = new Set();
const sentence = `data: ${JSON.stringify({ kind: 'room', filler: 'x'.repeat(500) })}\n\n`;

createServer((request, response) => {
  if (request.url === '/tell') {
    for (const stream of streams) stream.write(sentence);
    response.end();
    return;
  }
  if (request.url !== '/stream') {
    response.end('ready');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: {"kind":"hello"}\n\n');
  streams.add(response);
  request.on('close', () => streams.delete(response));
}).listen(Number(process.env['PORT']), '127.0.0.1');
