import * as v from 'valibot';
import { procedure } from './base';

export const appInfo = v.object({
  /** Which host serves the window. */
  host: v.picklist(['desktop', 'serve']),
  version: v.string(),
  /** Node's name of the system: linux, darwin, win32. */
  platform: v.string(),
  dataFolder: v.string(),
  /** Whether the host can show a folder in the system's file manager. */
  canOpenFolders: v.boolean(),
  /** Whether the host can let the user choose a file. */
  canPickFiles: v.boolean(),
  /** Whether the host offers a terminal; the headless host does so only when started with that option. */
  terminal: v.boolean(),
  /** New at each start of the engine; a window that sees it change starts over. */
  engine: v.string(),
});
export type AppInfo = v.InferOutput<typeof appInfo>;

export const app = {
  /** Identifies the engine and its host. Also the heartbeat of the transport. */
  hello: procedure.output(appInfo),
  /** Lets the user choose a file on the engine's machine; null when they cancel. UNSUPPORTED_HERE. */
  pickFile: procedure
    .input(v.object({ title: v.string() }))
    .output(v.object({ path: v.nullable(v.string()) })),
};
