import {hostname, networkInterfaces} from 'node:os';
import {APP_NAMES, appNamed} from './apps.js';
import {listenAddressOf, SettingError} from './env.js';
import {serve} from './http-server.js';

// Shorter than the 30 s after which Kubernetes kills.
const GRACE_MS = 5000;

const ipAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({family, internal}) => family === 'IPv4' && !internal)
  .map(({address}) => address);

async function main(): Promise<void> {
  const name = process.argv[2] ?? process.env['APP'] ?? '';
  const app = appNamed(name, process.env, {hostname: hostname(), ipAddresses, random: Math.random});
  if (app === undefined) {
    throw new SettingError('the app (first argument, or APP)', `one of ${APP_NAMES.join(', ')}`, name);
  }
  const address = listenAddressOf(process.env, app.defaultPort);
  const running = await serve(address, app.servedBy, app.answer);
  console.log(`${app.servedBy} listens on ${address.host}:${running.port}`);
  // As process 1 of a container there is no default for these: without a handler they do nothing.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      console.log(`${signal}: stopping`);
      void running.stop(GRACE_MS).then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof SettingError ? 2 : 1);
});
