// npm start: sets up what is missing and opens Quorate. Uses Node's own modules only, because it runs before
// anything is installed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './steps/build.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { etcd } from './steps/etcd.mjs';
import { alone } from './steps/lock.mjs';
import { checkNode } from './steps/node-version.mjs';
import { runMain } from './steps/say.mjs';
import { openWindow } from './steps/window.mjs';
import { serve } from './steps/serve.mjs';

const USAGE = `npm start                     sets up what is missing and opens Quorate's window
npm start -- --serve          serves it to a browser instead

Options after --serve:
  --port N         listen on this port; any free one unless told
  --host ADDRESS   listen on this IP address; 127.0.0.1 unless told. Traffic is not encrypted:
                   on any address but 127.0.0.1, others in the network can read it
  --terminal       offer the terminal: the printed address has a secret key in it, and whoever has
                   that address has a shell
  --json           also print the address as a line of JSON
  -h, --help       print this and end

QUORATE_DATA sets the folder where data lives. Unless told: ~/.local/share/quorate (or $XDG_DATA_HOME/quorate) on
Linux, ~/Library/Application Support/Quorate on macOS, %APPDATA%\\Quorate on Windows.
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await runMain(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  checkNode();
  await alone(root, async () => {
    await dependencies(root);
    await build(root);
    await etcd(root);
  });
  const options = args.filter((arg) => arg !== '--serve');
  if (args.includes('--serve')) return serve(root, options);
  return (await openWindow(root)) ?? serve(root, options);
});
