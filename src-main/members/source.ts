import type { MembersState } from '@shared/contract/members';
import type { Live } from '../base/live';

/** Who watches the members of a cluster. */
export interface MembersSource {
  readonly state: Live<MembersState>;
  /** Asks each of them now. */
  refresh(): Promise<void>;
}
