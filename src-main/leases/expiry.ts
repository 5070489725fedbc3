/**
 * When a lease ends, as far as known: between two instants of our clock (milliseconds). etcd reports whole
 * seconds, so one answer leaves a second of uncertainty, and each further answer narrows it.
 */
export interface Expiry {
  readonly earliest: number;
  readonly latest: number;
}

/** When etcd was asked and when the answer arrived; etcd computed it at some instant in between. */
export interface Asked {
  readonly askedAt: number;
  readonly answeredAt: number;
}

/**
 * What an answer of `ttl` whole seconds means. etcd truncates towards zero (`int64(Remaining().Seconds())`,
 * server/etcdserver/v3_server.go), so it also reports 0 for a lease that should have ended up to a second ago.
 */
export function heardExpiry(ttl: number, { askedAt, answeredAt }: Asked): Expiry {
  return { earliest: askedAt + (ttl > 0 ? ttl : -1) * 1000, latest: answeredAt + (ttl + 1) * 1000 };
}

/** A grant or a renewal restarts the count at the full `ttl`. */
export function renewedExpiry(ttl: number, { askedAt, answeredAt }: Asked): Expiry {
  return { earliest: askedAt + ttl * 1000, latest: answeredAt + ttl * 1000 };
}

/**
 * What is known after another answer: the overlap of both, or the answer alone when the lease was renewed
 * meanwhile.
 */
export function narrowed(known: Expiry | null, heard: Expiry): Expiry {
  if (!known) return heard;
  const earliest = Math.max(known.earliest, heard.earliest);
  const latest = Math.min(known.latest, heard.latest);
  return earliest <= latest ? { earliest, latest } : heard;
}

/** The best estimate, off by half a second plus half a round trip at most. */
export function expectedAt({ earliest, latest }: Expiry): number {
  return (earliest + latest) / 2;
}
