/** An ID as Go's `int64` has it, which is how etcd's clients print it: half of the IDs are negative. */
export function signedLeaseId(id: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${id}`));
}

/**
 * Reads a lease's ID in the notation of any program, and returns it as etcd's API has it: hex without a sign or
 * leading zeros. Up to 16 hex digits are hex, as etcdctl prints them; a sign, or more digits, makes a number without
 * letters decimal, as Go prints it. null for anything else, and for 0.
 */
export function readLeaseId(text: string): string | null {
  const [, sign = '', prefix = '', digits = ''] =
    /^(-?)(0x)?([\da-f]+)$/.exec(text.trim().toLowerCase()) ?? [];
  if (digits === '') return null;
  const isPadded = digits.length >= 15 && digits.startsWith('0');
  const isDecimal =
    prefix === '' && /^\d+$/.test(digits) && !isPadded && (sign === '-' || digits.length > 16);
  const size = BigInt(isDecimal ? digits : `0x${digits}`);
  const id = sign === '-' ? -size : size;
  const largest = isDecimal ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  if (id === 0n || id > largest || id < -(2n ** 63n)) return null;
  return BigInt.asUintN(64, id).toString(16);
}
