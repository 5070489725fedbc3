import { prefixOrdinals } from '../index/live-keys';
import type { Shape, ShapeParts } from './shape';

/** A closed folder, in rows of the fully open tree. */
interface Gap {
  /** The first row it hides. */
  readonly start: number;
  readonly length: number;
  /** Rows hidden by the gaps before it. */
  readonly before: number;
}

/** The rows of a tree where most folders are open. Costs a few searches for each closed folder. */
export function openShape({ outline, segments, folders }: ShapeParts): Shape {
  const gaps: Gap[] = [];
  let covered = 0;
  let hidden = 0;
  for (const chunk of folders.chunks) {
    for (let at = 0; at < chunk.count; at++) {
      const path = chunk.key(at);
      const { from, to } = prefixOrdinals(outline.index, path);
      // A closed folder within a closed folder hides nothing more.
      if (from < covered || from >= Math.min(to, outline.keys) || !segments.isFolder(path)) continue;
      const start = outline.rowsBefore(from) + segments.depth(path) - outline.shared(from);
      const length = outline.rowsBefore(to) - start;
      gaps.push({ start, length, before: hidden });
      hidden += length;
      covered = to;
    }
  }
  /** The last gap that begins at or before a row, counted in the fully open tree or in the visible one. */
  const lastGap = (row: number, startOf: (gap: Gap) => number) => {
    let low = -1;
    let high = gaps.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const gap = gaps[middle];
      if (gap && startOf(gap) <= row) low = middle;
      else high = middle - 1;
    }
    return gaps[low];
  };
  return {
    length: outline.rowCount - hidden,
    placeOf(row) {
      const gap = lastGap(row, ({ start, before }) => start - before);
      const { ordinal, nth } = outline.rowAt(row + (gap ? gap.before + gap.length : 0));
      return { ordinal, level: outline.shared(ordinal) + 1 + nth };
    },
    rowOf({ ordinal, level }) {
      const row = outline.rowsBefore(ordinal) + level - 1 - outline.shared(ordinal);
      const gap = lastGap(row, ({ start }) => start);
      if (!gap) return row;
      return row < gap.start + gap.length ? null : row - gap.before - gap.length;
    },
  };
}
