/**
 * The largest answer that is accepted, unpacked. etcd's largest are pages of keys (23 MB for 500,000 keys of 30
 * bytes) and a revision that deleted as many keys at once.
 */
export const ANSWER_MIB = 256;
