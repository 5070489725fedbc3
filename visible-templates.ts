import vue, { type Options } from '@vitejs/plugin-vue';

type Compiler = NonNullable<NonNullable<Options['template']>['compilerOptions']>;
type Transform = NonNullable<Compiler['nodeTransforms']>[number];
type Node = Parameters<Transform>[0];
type Element = Extract<Node, { tag: string }>;
type Expression = NonNullable<Extract<Element['props'][number], { arg: unknown }>['exp']>;

/** Attributes that are read, by the eye or by a screen reader. */
export const READ = [
  'title',
  'alt',
  'placeholder',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
];

/**
 * Vue, for the window and its tests. Whatever a template shows goes through `shown` (`src-shared/visible-text.ts`): each
 * `{{ }}` and each bound attribute that is read. So text of others cannot change how the window reads, and no template needs to
 * think of it. Line ends stay in attributes, in `<pre>`, and in what has the class `whitespace-pre-wrap` or `-line`, in the same
 * template.
 */
export function vueWithVisibleText(): ReturnType<typeof vue> {
  return vue({ template: { compilerOptions: { nodeTransforms: [visible] } } });
}

/** How many of the elements around the present node keep line ends. */
const keeping = new WeakMap<object, number>();

/** Exported for its test. Runs after Vue's own transforms have resolved the names in expressions. */
export const visible: Transform = (node, context) => {
  const keeps = keeping.get(context) ?? 0;
  if ('content' in node && typeof node.content === 'object' && !('codegenNode' in node)) {
    show(node.content, keeps > 0);
  }
  if (!('tag' in node)) return;
  for (const prop of node.props) {
    if (!('arg' in prop) || prop.name !== 'bind' || !prop.exp || !prop.arg || !('content' in prop.arg))
      continue;
    if (READ.includes(prop.arg.content)) show(prop.exp, true);
  }
  if (!keepsLines(node)) return;
  keeping.set(context, keeps + 1);
  return () => keeping.set(context, keeps);

  function show(expression: Expression, inLines: boolean): void {
    if (context.imports.every(({ path }) => path !== FROM)) {
      context.imports.push({ exp: '{ shown as _shown }', path: FROM });
    }
    const end = inLines ? ', true)' : ')';
    if ('content' in expression) expression.content = `_shown(${expression.content}${end}`;
    else expression.children = ['_shown(', ...expression.children, end];
  }
};

const FROM = '@shared/visible-text';

function keepsLines(element: Element): boolean {
  return (
    element.tag === 'pre' ||
    element.props.some(({ loc }) => /\bwhitespace-pre-(?:wrap|line)\b/.test(loc.source))
  );
}
