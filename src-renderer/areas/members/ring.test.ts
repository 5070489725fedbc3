import { describe, expect, it } from 'vitest';
import { layoutRing, linkBetween, nextNode, roomNeeded, type Size } from './ring';

const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const areas: readonly Size[] = [
  { width: 612, height: 230 },
  { width: 612, height: 340 },
  { width: 890, height: 480 },
  { width: 1500, height: 800 },
  { width: 400, height: 900 },
];

describe.each(areas)('a ring in $width x $height', (area) => {
  it.each(counts)('of %d nodes keeps its cards apart, off the hub and in sight', (count) => {
    const { nodes, card, hub, area: taken } = layoutRing(count, area);
    expect(nodes).toHaveLength(count);
    nodes.forEach((a, index) => {
      expect(a.x - card.width / 2).toBeGreaterThanOrEqual(0);
      expect(a.x + card.width / 2).toBeLessThanOrEqual(taken.width);
      expect(a.y - card.height / 2).toBeGreaterThanOrEqual(0);
      expect(a.y + card.height / 2).toBeLessThanOrEqual(taken.height);
      for (const b of nodes.slice(index + 1)) {
        const apart = Math.max(Math.abs(a.x - b.x) - card.width, Math.abs(a.y - b.y) - card.height);
        expect(apart).toBeGreaterThan(0);
      }
      if (count > 2) {
        const dx = Math.max(0, Math.abs(hub.x - a.x) - card.width / 2);
        const dy = Math.max(0, Math.abs(hub.y - a.y) - card.height / 2);
        expect(Math.hypot(dx, dy)).toBeGreaterThan(card.hub);
      }
    });
  });
});

describe('a ring', () => {
  it('begins at the top and goes clockwise', () => {
    const { nodes, hub } = layoutRing(4, { width: 900, height: 500 });
    const [top, right, bottom, left] = nodes;
    expect(top?.x).toBeCloseTo(hub.x);
    expect(top?.y).toBeLessThan(hub.y);
    expect(right?.x).toBeGreaterThan(hub.x);
    expect(bottom?.y).toBeGreaterThan(hub.y);
    expect(left?.x).toBeLessThan(hub.x);
  });

  it('of one node is that node in the middle', () => {
    const { nodes } = layoutRing(1, { width: 600, height: 300 });
    expect(nodes[0]?.x).toBe(300);
    expect(Math.abs((nodes[0]?.y ?? 0) - 150)).toBeLessThan(10);
  });

  it('has larger cards where there is more room', () => {
    expect(layoutRing(3, { width: 1500, height: 800 }).card.scale).toBe('2xl');
    expect(layoutRing(9, { width: 612, height: 340 }).card.scale).toBe('xs');
  });

  it('takes more than the area where the smallest cards do not fit, so that the caller scrolls', () => {
    const { area } = layoutRing(9, { width: 300, height: 150 });
    expect(area.width).toBeGreaterThanOrEqual(300);
    expect(area.height).toBeGreaterThan(150);
  });

  it('asks for height before it asks for width', () => {
    expect(roomNeeded(9, 612).width).toBe(612);
    expect(roomNeeded(9, 612).height).toBeLessThanOrEqual(340);
    expect(roomNeeded(9, 100).width).toBeGreaterThan(100);
  });
});

describe('a link', () => {
  it('runs from edge to edge of the cards, with air where it ends', () => {
    const card = { width: 100, height: 40 };
    expect(linkBetween({ x: 0, y: 0 }, { x: 300, y: 0 }, card)).toEqual({
      from: { x: 50, y: 0 },
      to: { x: 243, y: 0 },
    });
    expect(linkBetween({ x: 0, y: 0 }, { x: 0, y: 200 }, card)).toEqual({
      from: { x: 0, y: 20 },
      to: { x: 0, y: 173 },
    });
  });
});

describe('arrow keys', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 2, 0],
    ['ArrowLeft', 0, 2],
    ['ArrowUp', 1, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['Enter', 0, null],
  ])('%s at node %d of three leads to %s', (key, index, to) => {
    expect(nextNode(key, index, 3)).toBe(to);
  });
});
