import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Component, ComputedRef } from 'vue';
import type { MenuItem } from '../ui/overlays/menu';
import type { MemberView } from './nodes';

/** A word beside a cluster's name; `hint` explains it. */
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
  /** What a button beside it copies; null for none. */
  readonly copy: 'endpoint' | 'memberId' | 'folder' | null;
  /** Shows what it names, such as a folder. */
  readonly open?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The displayed cluster, from the view of one kind of connection. */
export interface ClusterParts {
  readonly name: string;
  /** CSS colour of the mark before the name; null for no mark. */
  readonly colour: string | null;
  readonly menuLabel: string;
  readonly menu: readonly MenuItem[];
  readonly badges: readonly HeaderBadge[];
  readonly story: readonly StoryLine[];
  readonly ringLabel: string;
  /** Whether too few members are up to elect a leader. */
  readonly lost: boolean;
  readonly members: readonly MemberView[];
  /** The member whose details are open. */
  readonly chosen: MemberView | null;
  /** Accessible name of the details. */
  readonly detailLabel: string;
  readonly facts: readonly MemberFact[];
  /** Why the members are unavailable; null while they are available, or when another part already says why. */
  readonly error: unknown;
  /** Replaces ring and table when these would have nothing to show. */
  readonly instead: Component | null;
}

/** What one kind of connection adds to the cluster view. Its area supplies it. */
export interface ClusterKind {
  readonly kind: ConnectionRef['kind'];
  /** Called in the view's setup. `parts` is null while no connection of this kind is shown. */
  readonly use: () => {
    readonly parts: ComputedRef<ClusterParts | null>;
    readonly choose: (member: string) => void;
    /** The menu of a member's card. */
    readonly menuOf: (member: string) => readonly MenuItem[];
  };
  /** Actions on the whole cluster, at the end of the header. */
  readonly headerEnd: Component;
  /** What the details say about a member above its figures; its prop is `view`. */
  readonly account: Component;
  /** Shown at the right of the details' title; its prop is `view`. */
  readonly detailEnd?: Component;
  /** Attached to a card of the ring; its props are `view` and the model `menuOpen`. */
  readonly toolbar?: Component;
}
