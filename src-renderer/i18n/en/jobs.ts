/** Work that takes a while and can be cancelled. */
export default {
  title: 'Jobs',
  empty: 'No jobs',
  emptyText: 'Work that takes a while, such as installing etcd, shows up here.',
  /** In the status bar. */
  running: '{n} job | {n} jobs',
  measured: '{title}, {percent}%',
  failed: '{n} failed',
  show: 'Show jobs',
  cancel: 'Cancel',
  cancelThis: 'Cancel: {title}',
  cancelling: 'Cancelling…',
  dismiss: 'Dismiss',
  dismissThis: 'Dismiss: {title}',
  clearEnded: 'Clear ended',
  tookTime: 'took {time}',
  amount: '{done} of {total}',
  unit: { keys: '{n} key | {n} keys', steps: '{n} step | {n} steps' },
  rate: '{amount}/s',
  left: '{time} left',
  steps: 'Steps',
  noSteps: 'No steps yet',
  droppedSteps: '{n} earlier step is no longer kept | {n} earlier steps are no longer kept',
  /** For each kind of job: its title in each state, and its steps. */
  kind: {
    installEtcd: {
      running: 'Installing etcd {version}',
      done: 'etcd {version} is ready',
      failed: 'etcd {version} could not be installed',
      cancelled: 'The installation of etcd {version} was cancelled. Nothing was kept.',
      step: {
        checksums: 'Fetching the checksums from {host}',
        downloading: 'Downloading from {host}',
        verifying: 'Checking the SHA-256',
        unpacking: 'Unpacking',
        installing: 'Installing',
      },
    },
    installEtcdPackage: {
      running: 'Installing the system’s etcd package',
      done: 'The system’s etcd package is installed',
      failed: 'The system’s etcd package could not be installed',
      cancelled: 'The installation of the system’s etcd package was cancelled',
      step: { installing: 'Installing' },
    },
    removePrefix: {
      running: 'Deleting the keys that start with {prefix}',
      done: 'Deleted {deleted} keys that started with {prefix}. None is left to delete. | Deleted {deleted} keys that started with {prefix}. One newer key is there now. | Deleted {deleted} keys that started with {prefix}. {count} newer keys are there now.',
      failed: 'Deleting {prefix} stopped: {progress} deleted. The rest is still there.',
      cancelled: 'Deleting {prefix} was cancelled: {progress} deleted. The rest is still there.',
      step: {
        removingExisting: 'Deleting the keys that were counted; newer ones are kept',
        removingAll: 'Deleting everything that is there',
      },
    },
  },
};
