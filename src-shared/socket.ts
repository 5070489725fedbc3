/**
 * Maximum size of one message to the headless host. A longer one closes the whole link, so a page sends none.
 * Every call of the contract needs far less, except for a value of about 6 MiB, four times etcd's default limit.
 * Bytes.
 */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
