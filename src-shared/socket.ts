/**
 * Most that one message to the headless host may have: a longer one ends the whole link, so a page sends none. Far more than
 * any call of the contract needs but for a value of some 6 MiB, four times what etcd takes unless told otherwise. Bytes.
 */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
