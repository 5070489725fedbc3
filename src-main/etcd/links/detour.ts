import { experimental, Metadata, status } from '@grpc/grpc-js';
import { errorText } from '../../base/failure';
import type { DialTarget } from '../endpoint';
import { NO_WAY, type Place } from '../route';

const SCHEME = 'quorate-detour';
const OPTION = 'quorate.detour';
/** gRPC retries at once when it cannot connect; this is the pause between two tries. Milliseconds. */
const PAUSE_MS = 200;

/** Finds the place to connect to. A class, because gRPC passes it on untyped. */
class Detour {
  constructor(readonly place: () => Promise<Place>) {}
}

/**
 * gRPC options that call `placeOf` for the place to connect to, at each new connection. Requests and TLS still
 * name the endpoint itself. While `placeOf` fails, calls fail as if there were no connection.
 */
export function detourTo(endpoint: DialTarget, placeOf: (endpoint: DialTarget) => Promise<Place>) {
  return {
    target: `${SCHEME}:${endpoint.target.replace(/^dns:/, '')}`,
    options: { [OPTION]: new Detour(() => placeOf(endpoint)) },
  };
}

class DetourResolver implements experimental.Resolver {
  readonly #detour: Detour;
  readonly #listener: experimental.ResolverListener;
  #asking = false;
  #timer: NodeJS.Timeout | undefined;
  #answeredAt = -Infinity;
  #destroyed = false;

  constructor(
    _target: experimental.GrpcUri,
    listener: experimental.ResolverListener,
    options: Readonly<Record<string, unknown>>,
  ) {
    const detour = options[OPTION];
    if (!(detour instanceof Detour)) throw new Error(`${OPTION} is missing`);
    this.#detour = detour;
    this.#listener = listener;
  }

  updateResolution(): void {
    this.#destroyed = false;
    if (this.#asking) return;
    this.#asking = true;
    const restMs = this.#answeredAt + PAUSE_MS - performance.now();
    this.#timer = setTimeout(() => void this.#answer(), Math.max(0, restMs));
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#timer);
    this.#asking = false;
  }

  async #answer(): Promise<void> {
    const found = await this.#find();
    this.#answeredAt = performance.now();
    this.#asking = false;
    if (!this.#destroyed) this.#listener(found, {}, null, '');
  }

  async #find(): Promise<experimental.StatusOr<experimental.Endpoint[]>> {
    try {
      const { host, port } = await this.#detour.place();
      return experimental.statusOrFromValue([{ addresses: [{ host, port }] }]);
    } catch (error) {
      const details = NO_WAY + errorText(error);
      return experimental.statusOrFromError({ code: status.UNAVAILABLE, details, metadata: new Metadata() });
    }
  }

  /** The name that requests and TLS use. */
  static getDefaultAuthority({ path }: experimental.GrpcUri): string {
    return path;
  }
}

experimental.registerResolver(SCHEME, DetourResolver);
