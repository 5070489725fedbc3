import { EditorView } from '@codemirror/view';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import UiCodeEditor from './UiCodeEditor.vue';

enableAutoUnmount(afterEach);

/** An editor with `text`, once its code has loaded, and what it emitted. */
async function show(props: { modelValue: string; language?: 'text' | 'json' | 'hex'; readonly?: boolean }) {
  const told: string[] = [];
  const wrapper = mount(UiCodeEditor, {
    props: { label: 'Value', ...props, 'onUpdate:modelValue': (text: string) => told.push(text) },
    attachTo: document.body,
  });
  await vi.waitUntil(() => wrapper.find('.cm-content').exists(), 5000);
  const view = EditorView.findFromDOM(wrapper.get<HTMLElement>('.cm-editor').element);
  if (!view) throw new Error('there is no editor');
  return { wrapper, told, view, content: wrapper.get('.cm-content') };
}

test('an editor exposes its name, and that it is read-only', async () => {
  const { content, wrapper } = await show({ modelValue: 'a', readonly: true });
  expect(content.attributes()).toMatchObject({
    role: 'textbox',
    'aria-label': 'Value',
    'aria-readonly': 'true',
  });
  await wrapper.setProps({ readonly: false });
  expect(content.attributes('aria-readonly')).toBeUndefined();
});

test.each(['a\r\nb\rc\n', '\n\n', '', '\ufeffx\u0000\u2028y'])(
  'a text is kept to the last character: %j',
  async (text) => {
    const { view, told } = await show({ modelValue: text });
    view.dispatch({ changes: { from: view.state.doc.length, insert: '!' } });
    expect(told).toEqual([`${text}!`]);
  },
);

test('a text set from outside replaces the shown one, and is not emitted again', async () => {
  const { view, told, wrapper } = await show({ modelValue: 'mine', language: 'json' });
  await wrapper.setProps({ modelValue: '{"theirs": 1}' });
  expect(view.state.doc.sliceString(0)).toBe('{"theirs": 1}');
  view.dispatch({ changes: { from: 0, to: 1, insert: '[' } });
  expect(told.at(-1)).toBe('["theirs": 1}');
});
