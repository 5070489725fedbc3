/* What the app keeps is its user's alone: clusters' records and logs tell of keys, and connections of passwords. */

/** The mode of every file with data that the app makes. */
export const PRIVATE_FILE = 0o600;
/** The mode of every folder that the app makes. */
export const PRIVATE_FOLDER = 0o700;
/** What a mode gives to anyone else. */
export const OTHERS = 0o077;
