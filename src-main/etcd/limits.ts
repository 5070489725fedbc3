/**
 * The largest answer that is accepted, unpacked. etcd's largest are pages of keys (23 MB for 500,000 keys of 30
 * bytes) and a revision that deleted as many keys at once.
 */
export const ANSWER_MIB = 256;

/**
 * Fields of an answer that is decoded to messages, those of the messages in it included, at most. As many take the
 * decoder up to 0.2 s. The largest that etcd gives is a lease with its keys; what is larger is read by hand.
 */
export const MOST_FIELDS = 200_000;

/** Fields of an answer that is read by hand, at most, besides those that are read one by one, such as keys. */
export const MOST_OTHER_FIELDS = 100;

/** Members of a cluster that are known by name, at most; etcd advises seven. */
export const MOST_MEMBERS = 1000;

/** Errors in a member's status, at most; etcd has one for each alarm of a member, and one for a missing leader. */
export const MOST_ERRORS = 100;
