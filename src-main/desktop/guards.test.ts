import type { WebContents } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../base/log';
import { guardContents } from './guards';

const outside = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock('electron', () => ({ shell: { openExternal: outside } }));

type Open = (details: { url: string }) => { action: string };
/** The parts of a window's page that its guards use. */
function guarded() {
  const on = new Map<string, (event: { url: string; preventDefault: () => void }, url?: string) => void>();
  const loadURL = vi.fn(() => Promise.resolve());
  let open: Open = () => ({ action: 'allow' });
  const contents = {
    loadURL,
    setWindowOpenHandler: (handler: Open) => (open = handler),
    on: (name: string, listener: (event: { url: string; preventDefault: () => void }) => void) =>
      on.set(name, listener),
  };
  guardContents(contents as unknown as WebContents, silentLog);
  return {
    open: (url: string) => open({ url }),
    navigate: on.get('will-navigate'),
    shown: on.get('did-navigate'),
    loadURL,
  };
}

beforeEach(() => outside.mockClear());

it.each(['https://etcd.io/', 'http://127.0.0.1:2379/health', 'HTTPS://etcd.io/'])(
  '%s opens in the system’s browser, not in a window of ours',
  (url) => {
    const { open, navigate } = guarded();
    expect(open(url)).toEqual({ action: 'deny' });
    const preventDefault = vi.fn();
    navigate?.({ url, preventDefault });
    expect(preventDefault).toHaveBeenCalled();
    expect(outside.mock.calls).toEqual([[url], [url]]);
  },
);

it.each(['file:///etc/passwd', 'javascript:alert(1)', 'ssh://host', 'x-http://host', 'httpx://host'])(
  '%s is not opened at all',
  (url) => {
    expect(guarded().open(url)).toEqual({ action: 'deny' });
    expect(outside).not.toHaveBeenCalled();
  },
);

it('a window that shows anything but its page goes back to it', () => {
  const { shown, loadURL } = guarded();
  const event = { url: '', preventDefault: () => undefined };
  for (const url of ['app://quorate/', 'app://quorate/failed?reason=x']) shown?.(event, url);
  expect(loadURL).not.toHaveBeenCalled();
  shown?.(event, 'about:blank');
  expect(loadURL).toHaveBeenCalledWith('app://quorate/');
});
