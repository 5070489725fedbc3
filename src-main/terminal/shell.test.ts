import { describe, expect, it } from 'vitest';
import { chooseShell, type System } from './shell';

function system(more: Partial<System>): System {
  return { platform: 'linux', env: {}, loginShell: null, runs: () => true, ...more };
}

describe('the shell of a terminal', () => {
  it.each([
    [system({ env: { SHELL: '/usr/bin/zsh' }, loginShell: '/bin/bash' }), 'zsh', '/usr/bin/zsh'],
    [system({ loginShell: '/usr/bin/fish' }), 'fish', '/usr/bin/fish'],
    [system({ env: { SHELL: 'zsh' } }), 'bash', '/bin/bash'],
    [system({ env: { SHELL: '/opt/xonsh' } }), 'other', '/opt/xonsh'],
    [system({ env: { SHELL: '/bin/dash' } }), 'sh', '/bin/dash'],
    // An account without login, such as a service's.
    [system({ env: { SHELL: '/usr/sbin/nologin' }, loginShell: '/bin/false' }), 'bash', '/bin/bash'],
    [system({ env: { SHELL: '/gone/zsh' }, runs: (path) => path === '/bin/sh' }), 'sh', '/bin/sh'],
    [
      system({ platform: 'win32', env: { SystemRoot: 'D:\\W' }, runs: (path) => path.includes('v1.0') }),
      'powershell',
      'D:\\W\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    ],
    [
      system({ platform: 'win32', runs: (path) => path.endsWith('cmd.exe') }),
      'cmd',
      'C:\\Windows\\System32\\cmd.exe',
    ],
  ])('%# is of kind %s', (given, kind, path) => {
    expect(chooseShell(given)).toMatchObject({ kind, path });
  });

  it('is called by its name', () => {
    expect(chooseShell(system({ env: { SHELL: '/usr/bin/zsh' } }))?.name).toBe('zsh');
    expect(chooseShell(system({ platform: 'win32' }))?.name).toBe('pwsh');
  });

  it('is none where there is none', () => {
    expect(chooseShell(system({ runs: () => false }))).toBeNull();
  });
});
