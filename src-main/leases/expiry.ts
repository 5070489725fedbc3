/**
 * When a lease ends, as far as it is known: between two instants of our clock (milliseconds). etcd tells whole seconds,
 * so one answer leaves a second in doubt; each further one takes away of it.
 */
export interface Expiry {
  readonly earliest: number;
  readonly latest: number;
}

/** When etcd was asked and when it answered: it counted at some instant between. */
export interface Asked {
  readonly askedAt: number;
  readonly answeredAt: number;
}

/**
 * What an answer of `ttl` whole seconds says. etcd cuts the fraction off towards zero (`int64(Remaining().Seconds())`,
 * server/etcdserver/v3_server.go), so 0 is also what it says of a lease that should have ended up to a second ago.
 */
export function heardExpiry(ttl: number, { askedAt, answeredAt }: Asked): Expiry {
  return { earliest: askedAt + (ttl > 0 ? ttl : -1) * 1000, latest: answeredAt + (ttl + 1) * 1000 };
}

/** A grant or a renewal starts the count anew at its full `ttl`. */
export function renewedExpiry(ttl: number, { askedAt, answeredAt }: Asked): Expiry {
  return { earliest: askedAt + ttl * 1000, latest: answeredAt + ttl * 1000 };
}

/** What is known after another answer: what fits both, or the answer alone when the lease was renewed meanwhile. */
export function narrowed(known: Expiry | null, heard: Expiry): Expiry {
  if (!known) return heard;
  const earliest = Math.max(known.earliest, heard.earliest);
  const latest = Math.min(known.latest, heard.latest);
  return earliest <= latest ? { earliest, latest } : heard;
}

/** The best guess: never more than half a second and half a round trip off. */
export function expectedAt({ earliest, latest }: Expiry): number {
  return (earliest + latest) / 2;
}
