/**
 * Reference: a front door as plain HTML, without a script or a style sheet, with the front door's
 * own headers (Cross-Origin-Opener-Policy alone takes a browser 250 ms).
 */
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

/** What describes the body of the other page is not this one's. */
const ofBody = ['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'date'];
/** @type {[string, string][]} */
const headers = Object.entries(JSON.parse(process.env['HEADERS'] ?? '{}'));
const own = Object.fromEntries(headers.filter(([name]) => !ofBody.includes(name)));

createServer((_, response) => {
  response.writeHead(200, { ...own, 'content-type': 'text/html; charset=utf-8' }).end(page);
}).listen(Number(process.env['PORT']), '127.0.0.1');
