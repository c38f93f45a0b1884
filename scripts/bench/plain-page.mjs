/** Reference: a front door as plain HTML, without a script or a style sheet. */
import { createServer } from 'node:http';

const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>School</title>
  <h1>Homeroom</h1>
  <p>Your school's rooms for online lessons</p>
  <button>Sign in</button>
</html>`;

createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}).listen(Number(process.env['PORT']), '127.0.0.1');
