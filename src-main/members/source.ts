import type { MembersState } from '@shared/contract/members';
import type { Live } from '../base/live';

/** A source of the status of a cluster's members. */
export interface MembersSource {
  readonly state: Live<MembersState>;
  /** Asks each of them now. */
  refresh(): Promise<void>;
}
