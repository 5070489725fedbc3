import { signedLeaseId } from '@shared/lease-id';

/** The notation of an ID. */
export type IdForm = 'hex' | 'decimal';

/** What a text means: an ID in hex as etcd prints it, nothing at all, or why it is invalid. */
export type ReadId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly reason: 'not-hex' | 'not-decimal' | 'zero' | 'too-large' };

/** etcd stores IDs as signed numbers, and etcdctl only reads positive ones. */
const LARGEST = 2n ** 63n - 1n;

/** Reads a typed ID: a leading `0x` means hex, whatever notation was chosen. */
export function readId(text: string, form: IdForm): ReadId {
  const typed = text.trim().toLowerCase();
  if (typed === '') return { kind: 'none' };
  const isHex = form === 'hex' || typed.startsWith('0x');
  const digits = isHex ? typed.replace(/^0x/, '') : typed;
  if (isHex && !/^[\da-f]+$/.test(digits)) return { kind: 'wrong', reason: 'not-hex' };
  if (!isHex && !/^\d+$/.test(digits)) return { kind: 'wrong', reason: 'not-decimal' };
  const id = BigInt(isHex ? `0x${digits}` : digits);
  if (id === 0n) return { kind: 'wrong', reason: 'zero' };
  if (id > LARGEST) return { kind: 'wrong', reason: 'too-large' };
  return { kind: 'id', id: id.toString(16) };
}

/** As etcdctl prints it: 16 digits. */
export function leaseText(id: string): string {
  return id.padStart(16, '0');
}

/** As Go's `int64`, and so most of etcd's clients, print it: may be negative. */
export function decimalText(id: string): string {
  return signedLeaseId(id).toString();
}
