export default {
  title: 'Settings',
  notSaved:
    'Update Quorate to use these settings. For now the defaults apply, and changes last until Quorate closes.',
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
  },
  refresh: {
    title: 'Member status',
    text: 'How often each member is asked for its status. Changes that Quorate makes or sees appear at once.',
    label: 'Refresh interval',
    invalid: 'Type a whole number from {min} to {max} ms.',
  },
  data: {
    title: 'Data folder',
    text: 'Holds clusters with their data and logs, downloaded versions, and these settings.',
    path: 'path',
  },
  about: {
    title: 'About Quorate',
    text: 'A desktop app for etcd. Every cluster it shows is made of real etcd processes.',
    version: 'Version',
    host: 'Runs as',
    hosts: { desktop: 'Desktop app', serve: 'Local server, seen in a browser' },
    platform: 'System',
    licence: 'Licence',
  },
};
