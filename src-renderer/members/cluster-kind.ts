import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Component, ComputedRef } from 'vue';
import type { MenuItem } from '../ui/overlays/menu';
import type { MemberView } from './nodes';

/** A word beside the name of a cluster; `hint` explains it. */
export interface HeaderBadge {
  readonly id: string;
  readonly tone: 'muted' | 'accent' | 'danger';
  readonly icon?: Component;
  readonly text: string;
  readonly hint?: string;
}

/** A sentence about the cluster as a whole; `tone` is a class for its icon. */
export interface StoryLine {
  readonly icon: Component | null;
  readonly tone: string;
  readonly text: string;
}

/** One line of a member's details. */
export interface MemberFact {
  readonly label: string;
  readonly value: string;
  readonly copy: boolean;
  /** Shows what it names, such as a folder. */
  readonly open?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The cluster that is shown, as one kind of connection knows it. */
export interface ClusterParts {
  readonly name: string;
  /** CSS colour of the mark before the name; null for none. */
  readonly colour: string | null;
  readonly menuLabel: string;
  readonly menu: readonly MenuItem[];
  readonly badges: readonly HeaderBadge[];
  readonly story: readonly StoryLine[];
  readonly ringLabel: string;
  /** Whether too few members are up to elect a leader. */
  readonly lost: boolean;
  readonly members: readonly MemberView[];
  /** The member whose details are shown. */
  readonly chosen: MemberView | null;
  /** Name of the details. */
  readonly detailLabel: string;
  readonly facts: readonly MemberFact[];
  /** Why the members cannot be had; null while they can, and where that is said already. */
  readonly error: unknown;
  /** Stands in place of ring and table, when these would have nothing to show. */
  readonly instead: Component | null;
}

/** What one kind of connection adds to the cluster view. Its area hands it in. */
export interface ClusterKind {
  readonly kind: ConnectionRef['kind'];
  /** Called in the set-up of the view. `parts` is null while no connection of the kind is shown. */
  readonly use: () => {
    readonly parts: ComputedRef<ClusterParts | null>;
    readonly choose: (member: string) => void;
    /** The menu of a member's card. */
    readonly menuOf: (member: string) => readonly MenuItem[];
  };
  /** What can be done to all of it: the rest of the header. */
  readonly headerEnd: Component;
  /** What the details say of a member above its figures; its prop is `view`. */
  readonly account: Component;
  /** At the right of the details' title; its prop is `view`. */
  readonly detailEnd?: Component;
  /** Hangs on a card of the ring; its props are `view` and the model `menuOpen`. */
  readonly toolbar?: Component;
}
