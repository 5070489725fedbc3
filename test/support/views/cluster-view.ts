import type { Locator, Page } from 'playwright-core';
import { until } from '../until';

/** A node as its card in the ring shows it. */
export interface RingNode {
  readonly name: string;
  readonly role: string;
  /** null when the card shows none. */
  readonly term: number | null;
  readonly state: string;
}

/** A cell of the member table: its text, the full text of its tooltip, and the text for screen readers. */
export interface TableCell {
  readonly text: string;
  readonly exact: string;
  readonly spoken: string;
}

/** Who leads, and in which Raft term. */
export interface Reign {
  readonly leader: string;
  readonly term: number;
}

/** Rows of the member table by node, each by the column's title. */
export type MemberTable = ReadonlyMap<string, ReadonlyMap<string, TableCell>>;

/** An election may take up to 3 s, and a process some seconds to start on a busy machine. */
const DEADLINE = { deadlineMs: 40_000, everyMs: 50 };

/** What a user sees of a cluster in a window, and does to it, using roles and names only. */
export class ClusterView {
  constructor(readonly page: Page) {}

  get story(): Locator {
    return this.page.getByRole('main', { name: 'Cluster' }).getByRole('status');
  }

  /** Uses the button of an empty window. */
  async createWithOneClick(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create a 3-node cluster' }).click();
  }

  /** Uses the dialog, with a database quota. */
  async createCustomised({ nodes, quotaMiB }: { nodes: 1 | 3 | 5; quotaMiB: number }): Promise<void> {
    await this.page.getByRole('button', { name: 'Customise…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New cluster' });
    await dialog.getByRole('radio', { name: String(nodes), exact: true }).click();
    await dialog.getByText('Advanced').click();
    await dialog.getByLabel('Database quota').fill(String(quotaMiB));
    await dialog.getByRole('radio', { name: 'MiB' }).click();
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** The nodes' cards. */
  get cards(): Locator {
    return this.page.getByRole('listbox', { name: /^Nodes of / }).getByRole('option');
  }

  async ring(): Promise<RingNode[]> {
    const labels = await this.cards.evaluateAll((options) =>
      options.map((option) => option.getAttribute('aria-label') ?? ''),
    );
    return labels.map((label) => {
      const [name = '', role = '', term = '', state = ''] = label.split(', ');
      const number = /^term (\d+)$/.exec(term)?.[1];
      return { name, role, term: number === undefined ? null : Number(number), state };
    });
  }

  /** Waits until the ring matches `shown`; the error contains the last ring seen. */
  async untilRing(what: string, shown: (ring: RingNode[]) => boolean): Promise<RingNode[]> {
    let last: RingNode[] = [];
    return until(
      () => `${what}; the ring shows ${JSON.stringify(last)}`,
      async () => {
        last = await this.ring();
        return shown(last) ? last : null;
      },
      DEADLINE,
    );
  }

  /** Waits until one node leads and all others follow it; returns the leader's name and term. */
  async untilLed(size: number): Promise<Reign> {
    const ring = await this.untilRing(
      `${size} nodes with one leader`,
      (nodes) =>
        nodes.length === size &&
        nodes.filter(({ role }) => role === 'leader').length === 1 &&
        nodes.filter(({ role }) => role === 'follower').length === size - 1 &&
        new Set(nodes.map(({ term }) => term)).size === 1,
    );
    return leaderIn(ring);
  }

  /**
   * Waits until another node leads, in a later term, in both ring and table. For an instant etcd's own status
   * shows the new leader with the old term, because it learns the term only as it applies the entry.
   */
  async untilLedAfter({ leader: lost, term }: Reign): Promise<Reign> {
    let last: unknown = null;
    return until(
      () =>
        `a leader of a term after ${term} other than ${lost}, which is down, in ring and table; they show ${JSON.stringify(last)}`,
      async () => {
        const [ring, table] = [await this.ring(), await this.memberTable()];
        last = { ring, table: [...table].map(([name, row]) => [name, ...row]) };
        const leader = ring.find(({ role }) => role === 'leader');
        const down = ring.some(({ name, role }) => role === 'down' && name === lost);
        const row = table.get(leader?.name ?? lost);
        if (!leader?.term || leader.term <= term || leader.name === lost || !down) return null;
        if (row?.get('Leader')?.text !== 'yes' || row.get('Raft term')?.text !== `${leader.term}`)
          return null;
        return { leader: leader.name, term: leader.term };
      },
      DEADLINE,
    );
  }

  get table(): Locator {
    return this.page.getByRole('table', { name: 'Member status' });
  }

  async memberTable(): Promise<MemberTable> {
    const [titles, rows] = await this.table.evaluate((table) => {
      const read = (cell: Element) => ({
        text: cell.textContent.trim(),
        exact: cell.querySelector('[title]')?.getAttribute('title') ?? '',
        spoken: cell.querySelector('[aria-label]')?.getAttribute('aria-label') ?? '',
      });
      const header = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
      const body = [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map(read));
      return [header, body] as const;
    });
    return new Map(
      rows.map((cells) => [
        cells[0]?.text ?? '',
        new Map(cells.map((cell, index) => [titles[index] ?? '', cell])),
      ]),
    );
  }

  /** The client URL of every member, as shown in the table. */
  async endpoints(): Promise<string[]> {
    return [...(await this.memberTable()).values()].map((row) => row.get('Endpoint')?.text ?? '');
  }

  async untilTable(what: string, shown: (table: MemberTable) => boolean | Promise<boolean>): Promise<void> {
    let last: MemberTable = new Map();
    await until(
      () => `${what}; the table shows ${JSON.stringify([...last].map(([name, row]) => [name, ...row]))}`,
      async () => {
        last = await this.memberTable();
        return shown(last);
      },
      DEADLINE,
    );
  }

  card(node: string): Locator {
    return this.page.getByRole('option', { name: new RegExp(`^${node}, `) });
  }

  /** Acts on one node with the button in its details: Start, Kill, Pause and so on. */
  async act(action: string, node: string): Promise<void> {
    await this.card(node).click();
    await this.page
      .getByRole('region', { name: `Node ${node}` })
      .getByRole('button', { name: action, exact: true })
      .click();
  }

  /** Chooses an entry of the menu at the cluster's name. */
  async choose(entry: string): Promise<void> {
    await this.page.getByRole('button', { name: /: more actions$/ }).click();
    await this.page
      .getByRole('menuitem', { name: entry })
      .or(this.page.getByRole('menuitemcheckbox', { name: entry }))
      .click();
  }
}

function leaderIn(ring: readonly RingNode[]): Reign {
  const node = ring.find(({ role }) => role === 'leader');
  if (!node?.term) throw new Error(`No leader in ${JSON.stringify(ring)}`);
  return { leader: node.name, term: node.term };
}
