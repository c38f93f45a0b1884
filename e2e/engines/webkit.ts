/**
 * WebKitGTK, the nearest to an iPad's Safari that Debian has: driven by its own driver
 * over W3C WebDriver, in a window on a virtual screen. It has no RTCPeerConnection, and
 * is not Safari.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../homeroom.ts';

export type WebKit = {
  driver: WebDriver;
  close(): Promise<void>;
};

export type Screen = { display: string; close(): Promise<void> };

/** As Debian names the processor. */
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const miniBrowser = `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** A virtual screen, for as many windows as are opened on it. */
export async function openScreen(): Promise<Screen> {
  const options = ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = await once(server.stdout, 'data');
  return { display: `:${String(number).trim()}`, close: () => end(server) };
}

/** A driver of its own, since each serves one browser only; nothing is kept from earlier ones. */
export async function openWebKit({ display }: Screen): Promise<WebKit> {
  const port = await freePort();
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DISPLAY: display },
    stdio: 'ignore',
  });
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    // Homeroom's certificate is self-signed here.
    acceptInsecureCerts: true,
    'webkitgtk:browserOptions': {
      binary: miniBrowser,
      args: [
        '--automation',
        // A proxy where nobody listens, so that nothing but this machine can be reached.
        '--proxy=http://127.0.0.1:9',
        '--ignore-host=localhost',
        '--enable-media-stream=true',
        '--enable-mock-capture-devices=true',
        '--features=-MockCaptureDevicesPrompt',
      ],
    },
  });
  const address = `http://127.0.0.1:${port}`;
  try {
    await expect(() => fetch(`${address}/status`)).toPass({ timeout: timeoutMs });
    const browser = new Builder().usingServer(address).withCapabilities(capabilities);
    const driver = await browser.build();
    return {
      driver,
      async close() {
        await driver.quit();
        await end(server);
      },
    };
  } catch (fault) {
    await end(server);
    throw fault;
  }
}

/** How long the driver may take to be there, ms. */
const timeoutMs = 30_000;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
