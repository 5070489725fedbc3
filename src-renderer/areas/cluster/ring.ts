/** Where the nodes of a ring stand, how large their cards are, and where links begin and end. All in CSS pixels. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface CardSize extends Size {
  /** Names the size for type and icons to follow. */
  readonly scale: 'xl' | 'lg' | 'md' | 'sm';
  /** Radius of the disc in the middle of the ring. */
  readonly hub: number;
}
export interface RingLayout {
  /** The area it takes: the one given, or larger where the smallest cards need more. */
  readonly area: Size;
  /** The middle of the ring, where its hub is. */
  readonly hub: Point;
  readonly radius: Point;
  readonly card: CardSize;
  /** Centres of the cards, the first at the top, clockwise. */
  readonly nodes: readonly Point[];
}

/** Largest first; the smallest still reads at arm's length with a name, a role and a term. */
const CARDS: readonly CardSize[] = [
  { scale: 'xl', width: 232, height: 92, hub: 58 },
  { scale: 'lg', width: 192, height: 74, hub: 46 },
  { scale: 'md', width: 160, height: 60, hub: 36 },
  { scale: 'sm', width: 128, height: 48, hub: 27 },
];
const SMALLEST: CardSize = { scale: 'sm', width: 128, height: 48, hub: 27 };
/** Free space between cards, and around them (the toolbar of a card hangs over its edge). */
const GAP = 12;
const MARGIN = 18;
/** A ring may be this much wider than high before it reads as a row. */
const WIDEST = 2.1;

/**
 * Lays out `count` nodes (1 to 9) in `area`: the largest cards that neither touch each other nor the hub. An area
 * that is too small for the smallest cards is grown until they fit, so the caller scrolls.
 */
export function layoutRing(count: number, area: Size): RingLayout {
  for (const card of CARDS) {
    const layout = place(count, area, card);
    if (fits(layout)) return layout;
  }
  let grown = area;
  for (let step = 0; step < 40; step++) {
    const layout = place(count, grown, SMALLEST);
    if (fits(layout)) return layout;
    grown = { width: grown.width + 16, height: grown.height + 12 };
  }
  return place(count, grown, SMALLEST);
}

function place(count: number, area: Size, card: CardSize): RingLayout {
  // Two stand side by side: that is where the room is.
  const first = count === 2 ? Math.PI : -Math.PI / 2;
  const angles = Array.from({ length: count }, (_, index) => first + (index * 2 * Math.PI) / count);
  const radius = count === 1 ? { x: 0, y: 0 } : radiusOf(angles, area, card);
  const top = count < 3 ? area.height / 2 : MARGIN + card.height / 2 + radius.y;
  // What a ring leaves free below itself is shared with above.
  const free = count < 3 ? 0 : area.height - MARGIN - card.height / 2 - (top + radius.y * lowestOf(angles));
  const hub = { x: area.width / 2, y: top + free / 2 };
  const nodes = angles.map((angle) => ({
    x: hub.x + radius.x * Math.cos(angle),
    y: hub.y + radius.y * Math.sin(angle),
  }));
  return { area, hub, radius, card, nodes };
}

/** As high as the area lets it be, and not so wide that it reads as a row. */
function radiusOf(angles: readonly number[], area: Size, card: Size): Point {
  const height = area.height - card.height - 2 * MARGIN;
  // An odd ring ends above its circle's lowest point; the circle itself must stay in sight, too.
  const y = Math.max(
    0,
    Math.min(height / (1 + lowestOf(angles)), (height + card.height / 2 + MARGIN - 4) / 2),
  );
  const x = Math.max(0, (area.width - card.width) / 2 - MARGIN);
  return { x: Math.min(x, y * WIDEST + card.width / 2), y: Math.min(y, x * WIDEST) };
}

function lowestOf(angles: readonly number[]): number {
  return Math.max(...angles.map(Math.sin));
}

function fits({ nodes, card, area, hub }: RingLayout): boolean {
  if (card.width + 2 * MARGIN > area.width || card.height + 2 * MARGIN > area.height) return false;
  const clear = nodes.every((a, index) =>
    nodes.every(
      (b, other) =>
        other <= index || Math.abs(a.x - b.x) >= card.width + GAP || Math.abs(a.y - b.y) >= card.height + GAP,
    ),
  );
  return (
    clear && (nodes.length < 2 || nodes.every((node) => distanceToCard(hub, node, card) >= card.hub + 4))
  );
}

/** From a point to the nearest edge of the card around `node`; 0 inside. */
function distanceToCard(point: Point, node: Point, card: Size): number {
  const dx = Math.max(0, Math.abs(point.x - node.x) - card.width / 2);
  const dy = Math.max(0, Math.abs(point.y - node.y) - card.height / 2);
  return Math.hypot(dx, dy);
}

export interface Link {
  readonly from: Point;
  readonly to: Point;
}

/** The link between two cards, from edge to edge, with a little air at the end where the arrow is. */
export function linkBetween(from: Point, to: Point, card: Size): Link {
  return { from: edgeOf(from, to, card, 0), to: edgeOf(to, from, card, 7) };
}

/** Where the line from the centre of a card towards `target` leaves it, `air` pixels further out. */
function edgeOf(card: Point, target: Point, size: Size, air: number): Point {
  const dx = target.x - card.x;
  const dy = target.y - card.y;
  const length = Math.hypot(dx, dy);
  if (length === 0) return card;
  const share = Math.min(
    dx === 0 ? Infinity : size.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : size.height / 2 / Math.abs(dy),
  );
  const reach = Math.min(1, share + air / length);
  return { x: card.x + dx * reach, y: card.y + dy * reach };
}

/** The node an arrow key leads to: right and down clockwise, left and up back, round and round. */
export function nextNode(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (index - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
