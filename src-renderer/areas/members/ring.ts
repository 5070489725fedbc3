/** Where the nodes of a ring are, how large their cards are, and where links start and end. All in CSS pixels. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface CardSize extends Size {
  /** Names the size, for type and icons to follow. */
  readonly scale: '2xl' | 'xl' | 'lg' | 'md' | 'sm' | 'xs';
  /** Radius of the disc in the middle of the ring. */
  readonly hub: number;
}
export interface RingLayout {
  /** The area the ring takes: the given one, or a larger one when the smallest cards need it. */
  readonly area: Size;
  /** The middle of the ring, where its hub is. */
  readonly hub: Point;
  readonly radius: Point;
  readonly card: CardSize;
  /** Centres of the cards, the first at the top, clockwise. */
  readonly nodes: readonly Point[];
}

/** Largest first; the smallest is still readable at arm's length, with a name, a role and a term. */
const CARDS: readonly CardSize[] = [
  { scale: '2xl', width: 304, height: 118, hub: 76 },
  { scale: 'xl', width: 232, height: 92, hub: 58 },
  { scale: 'lg', width: 200, height: 74, hub: 46 },
  { scale: 'md', width: 168, height: 60, hub: 36 },
  { scale: 'sm', width: 144, height: 48, hub: 27 },
  { scale: 'xs', width: 118, height: 44, hub: 24 },
];
const SMALLEST: CardSize = { scale: 'xs', width: 118, height: 44, hub: 24 };
/** Free space between cards, and around them: a card's toolbar is below it. */
const GAP = 12;
const MARGIN = { top: 16, bottom: 30, side: 18 };
/** Space between the track of the ring and the lower edge of the area. */
const TRACK_AIR = 4;
/** How much wider than high a ring may be before it looks like a row. */
const WIDEST = 2.1;

/**
 * Lays out `count` nodes (1 to 9) in `area`, with the largest cards that touch neither each other nor the
 * hub. If the area is too small for the smallest cards, the layout is larger than the area, and the caller
 * scrolls.
 */
export function layoutRing(count: number, area: Size): RingLayout {
  for (const card of CARDS) {
    const layout = place(count, area, card);
    if (fits(layout)) return layout;
  }
  const room = roomNeeded(count, area.width);
  return place(
    count,
    { width: Math.max(area.width, room.width), height: Math.max(area.height, room.height) },
    SMALLEST,
  );
}

/** Step size of the search for room, and the largest height to try before adding width. Pixels. */
const STEP = 10;
const TALLEST = 400;

/** The smallest area that fits `count` nodes with the smallest cards, of the given width if possible. */
export function roomNeeded(count: number, width: number): Size {
  for (let height = 120; height <= TALLEST; height += STEP) {
    if (fits(place(count, { width, height }, SMALLEST))) return { width, height };
  }
  return width > 2000 ? { width, height: TALLEST } : roomNeeded(count, width + 2 * STEP);
}

function place(count: number, area: Size, card: CardSize): RingLayout {
  // Two nodes are side by side, because that is where the room is.
  const first = count === 2 ? Math.PI : -Math.PI / 2;
  const angles = Array.from({ length: count }, (_, index) => first + (index * 2 * Math.PI) / count);
  const lowest = lowestOf(angles);
  const room = roomFor(area, card);
  const radius = count === 1 ? { x: 0, y: 0 } : radiusIn(room, lowest);
  // The space the ring leaves free is split between above and below.
  const highest = count < 3 ? 0 : 1;
  const taken = Math.max(radius.y * (highest + lowest), highest * 2 * radius.y - room.below);
  const top = MARGIN.top + card.height / 2 + radius.y * highest;
  const hub = { x: area.width / 2, y: top + Math.max(0, room.height - taken) / 2 };
  const nodes = angles.map((angle) => ({
    x: hub.x + radius.x * Math.cos(angle),
    y: hub.y + radius.y * Math.sin(angle),
  }));
  return { area, hub, radius, card, nodes };
}

/** The room for the centres of cards, and the space below it that the track may use. */
interface Room extends Size {
  readonly below: number;
}

function roomFor(area: Size, card: Size): Room {
  return {
    width: Math.max(0, area.width - card.width - 2 * MARGIN.side),
    height: Math.max(0, area.height - card.height - MARGIN.top - MARGIN.bottom),
    below: card.height / 2 + MARGIN.bottom - TRACK_AIR,
  };
}

/** As high as the room allows (the track must be visible, too), but not so wide that it looks like a row. */
function radiusIn({ width, height, below }: Room, lowest: number): Point {
  const y = Math.min(height / (1 + lowest), (height + below) / 2);
  const x = width / 2;
  return { x: Math.min(x, y * WIDEST + 80), y: Math.min(y, x * WIDEST) };
}

function lowestOf(angles: readonly number[]): number {
  return Math.max(...angles.map(Math.sin));
}

function fits({ nodes, card, area, hub }: RingLayout): boolean {
  if (card.width + 2 * MARGIN.side > area.width) return false;
  if (card.height + MARGIN.top + MARGIN.bottom > area.height) return false;
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

/** The link between two cards, from edge to edge, with a small gap at the arrow's end. */
export function linkBetween(from: Point, to: Point, card: Size): Link {
  return { from: edgeOf(from, to, card, 0), to: edgeOf(to, from, card, 7) };
}

/** Where the line from a card's centre towards `target` leaves the card, `air` pixels further out. */
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

/** The node that an arrow key moves to: right and down go clockwise, left and up go back, in a circle. */
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
