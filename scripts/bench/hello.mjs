/** Reference: the bare framework's hello. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono().all('/', (context) => context.json({ hello: 'world' }));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT']) });
