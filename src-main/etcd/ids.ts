/** A cluster's, member's or lease's ID as etcd prints it: lower-case hex without leading zeros. */
export function hexId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
}
