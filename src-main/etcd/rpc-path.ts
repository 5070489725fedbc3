import type { DescMethod } from '@bufbuild/protobuf';

/** What an RPC is called on the wire, such as `/etcdserverpb.KV/Range`. */
export function rpcPath({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}
