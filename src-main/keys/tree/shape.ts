import type { KeyIndex } from '../index/key-index';
import type { Outline } from './outline';
import type { Segments } from '../index/segments';

/** What a row shows: the folder of depth `level` of the key of that ordinal, or that key itself below all its folders. */
export interface Place {
  /** The first key in it. */
  readonly ordinal: number;
  /** 1 is the top. */
  readonly level: number;
}

/** Which rows of a tree are visible, as of one state of its outline and its folders. */
export interface Shape {
  readonly length: number;
  placeOf(row: number): Place;
  /** The row of a place, null when a folder above it is closed. */
  rowOf(place: Place): number | null;
}

export interface ShapeParts {
  readonly outline: Outline;
  readonly segments: Segments;
  /** Paths of the folders that are not as the others are. */
  readonly folders: KeyIndex;
}
