import type { KeyIndex } from '../index/key-index';
import type { Outline } from './outline';
import type { Segments } from '../index/segments';

/**
 * What a row shows: the folder at depth `level` of the key with that ordinal, or below all its folders the key
 * itself.
 */
export interface Place {
  /** The first key in it. */
  readonly ordinal: number;
  /** 1 is the topmost. */
  readonly level: number;
}

/** The visible rows of a tree, for one state of its outline and folders. */
export interface Shape {
  readonly length: number;
  placeOf(row: number): Place;
  /** The row of a place, null when a folder above it is closed. */
  rowOf(place: Place): number | null;
}

export interface ShapeParts {
  readonly outline: Outline;
  readonly segments: Segments;
  /** Paths of the folders that are not in the default state. */
  readonly folders: KeyIndex;
}
