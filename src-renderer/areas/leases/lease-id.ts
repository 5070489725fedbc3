import { signedLeaseId } from '@shared/lease-id';

/** The notation of an ID. */
export type IdForm = 'hex' | 'decimal';

/** What a text means: an ID in hex as etcd prints it, nothing at all, or why it is invalid. */
export type ReadId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly reason: 'not-hex' | 'not-decimal' | 'zero' | 'not-64-bits' };

/** etcd stores IDs as signed numbers of 64 bits, and takes all but 0. */
const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);
/** etcd prints the bits of a negative ID as a positive one. */
const LARGEST_HEX = 2n ** 64n - 1n;

/** Reads a typed ID, which may have a sign: a leading `0x` means hex, whatever notation was chosen. */
export function readId(text: string, form: IdForm): ReadId {
  const typed = text.trim().toLowerCase();
  if (typed === '') return { kind: 'none' };
  const isHex = form === 'hex' || /^-?0x/.test(typed);
  const [, sign = '', digits = ''] = (isHex ? /^(-?)(?:0x)?([\da-f]+)$/ : /^(-?)(\d+)$/).exec(typed) ?? [];
  if (digits === '') return { kind: 'wrong', reason: isHex ? 'not-hex' : 'not-decimal' };
  const size = BigInt(isHex ? `0x${digits}` : digits);
  const id = sign === '-' ? -size : size;
  if (id === 0n) return { kind: 'wrong', reason: 'zero' };
  if (id < SMALLEST || id > (isHex ? LARGEST_HEX : LARGEST)) return { kind: 'wrong', reason: 'not-64-bits' };
  return { kind: 'id', id: BigInt.asUintN(64, id).toString(16) };
}

/** As etcdctl prints it: 16 digits. */
export function leaseText(id: string): string {
  return id.padStart(16, '0');
}

/** As Go's `int64`, and so most of etcd's clients, print it: may be negative. */
export function decimalText(id: string): string {
  return signedLeaseId(id).toString();
}
