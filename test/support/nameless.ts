import type { CDPSession, Page } from 'playwright-core';
import { until } from './until';

/** Roles of elements that a user operates; any element that takes the focus is one, whatever its role. */
const INTERACTIVE = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'listbox',
  'menu',
  'menuitem',
  'menuitemcheckbox',
  'menuitemradio',
  'option',
  'radio',
  'searchbox',
  'separator',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
  'tree',
  'treeitem',
]);

interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
  readonly backendDOMNodeId?: number;
}

/**
 * Every visible element that a user operates and that has no name in the accessibility tree, as its opening tag.
 * An element that takes the focus only to be read (a figure with a tooltip) has a role without a name, so its text
 * counts. Waits for rows that are still loading.
 */
export async function namelessIn(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  let found: string[] = [];
  const isFine = async () => {
    found = await namelessNow(session);
    return found.length === 0;
  };
  await until('all has a name', isFine, { deadlineMs: 3000, everyMs: 100 }).catch(() => undefined);
  await session.detach();
  return found;
}

async function namelessNow(session: CDPSession): Promise<string[]> {
  const { nodes }: { nodes: readonly AxNode[] } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const isSaid = (node: AxNode): boolean =>
    nameOf(node) !== '' || (isPlain(node) && childrenOf(node, byId).some(isSaid));
  const suspects = nodes.filter((node) => isWorkedWith(node) && !isSaid(node));
  const tags = await Promise.all(suspects.map((node) => tagOf(session, node)));
  return tags.filter((tag) => tag !== null);
}

function nameOf({ name }: AxNode): string {
  return typeof name?.value === 'string' ? name.value.trim() : '';
}

function childrenOf({ childIds = [] }: AxNode, byId: ReadonlyMap<string, AxNode>): AxNode[] {
  return childIds.flatMap((id) => byId.get(id) ?? []);
}

function isPlain({ role }: AxNode): boolean {
  return !INTERACTIVE.has(String(role?.value));
}

function isWorkedWith({ ignored, role, properties = [] }: AxNode): boolean {
  if (ignored || role?.value === 'RootWebArea') return false;
  const focusable = properties.some(({ name, value }) => name === 'focusable' && value.value === true);
  return focusable || (INTERACTIVE.has(String(role?.value)) && role?.value !== 'separator');
}

/**
 * null for an element that takes the focus only by a script or because it scrolls, and for the library's invisible
 * guards at both ends of a menu, which pass the focus on.
 */
async function tagOf(session: CDPSession, of: AxNode): Promise<string | null> {
  const { role, backendDOMNodeId = 0 } = of;
  const { node } = await session.send('DOM.describeNode', { backendNodeId: backendDOMNodeId });
  const attributes = pairs(node.attributes ?? []);
  if (isPlain(of) && attributes.get('tabindex') !== '0') return null;
  if (attributes.has('data-reka-focus-guard') || (await isBehind(session, backendDOMNodeId))) return null;
  const said = [...attributes].map(([name, value]) => `${name}="${value.slice(0, 60)}"`).join(' ');
  return `${String(role?.value)}: <${node.localName} ${said}>`;
}

/** Whether it is behind a modal dialog or menu; it is checked when that is closed. */
async function isBehind(session: CDPSession, backendNodeId: number): Promise<boolean> {
  const { object } = await session.send('DOM.resolveNode', { backendNodeId });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId ?? '',
    functionDeclaration: 'function () { return this.closest("[data-aria-hidden]") !== null; }',
    returnByValue: true,
  });
  return result.value === true;
}

function pairs(flat: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < flat.length; at += 2) found.set(flat[at] ?? '', flat[at + 1] ?? '');
  return found;
}
