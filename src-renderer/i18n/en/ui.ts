/** The kit's own few words. */
export default {
  close: 'Close',
  notification: 'Notification',
  copyDetails: 'Copy details',
  copied: 'Copied',
  copyFailed: 'The system refused access to the clipboard',
  details: 'Details',
  copy: 'Copy {what}',
};
