/** The ID of a cluster, member or lease as etcd prints it: lower-case hex without leading zeros. */
export function hexId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
}
