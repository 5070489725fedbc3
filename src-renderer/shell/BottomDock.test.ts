import type { AreaName } from '@shared/contract/contract';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import type { TextsIn } from '../i18n/text';
import BottomDock from './BottomDock.vue';
import { type Area, areasKey } from '../navigation/area';
import { useDock } from '../navigation/dock';

const panel = (id: AreaName & TextsIn<'shell.panel'>, template: string): Area => ({
  id,
  panel: { title: `shell.panel.${id}`, icon: { template: '<i></i>' }, component: { template } },
});
const areas: readonly Area[] = [
  panel('terminal', '<div><button>New</button><textarea aria-label="Terminal 1"></textarea></div>'),
  panel(
    'logs',
    '<div><input aria-label="Search"><ul role="listbox" tabindex="0" aria-label="Lines"></ul></div>',
  ),
  panel('etcdctl', '<p>No commands yet</p>'),
];

enableAutoUnmount(afterEach);
beforeEach(() => {
  useDock().open.value = false;
});

function dock() {
  return mount(BottomDock, {
    attachTo: document.body,
    global: {
      provide: { [areasKey]: areas },
      stubs: { UiTooltip: { props: ['text'], template: '<slot />' } },
    },
  });
}
async function settled(): Promise<void> {
  await nextTick();
  await nextTick();
}
const focused = () => document.activeElement?.getAttribute('aria-label');

describe('a panel that is asked for', () => {
  it('takes the keyboard, when it opens and when it is open already', async () => {
    const wrapper = dock();
    useDock().show('terminal');
    await settled();
    expect(focused()).toBe('Terminal 1');
    wrapper.get<HTMLElement>('button').element.focus();
    useDock().show('terminal');
    await settled();
    expect(focused()).toBe('Terminal 1');
    useDock().showLogs('n2');
    await settled();
    expect(focused()).toBe('Lines');
  });

  it('takes it itself while there is nothing in it to work with', async () => {
    dock();
    useDock().show('etcdctl');
    await settled();
    expect(focused()).toBe('etcdctl log');
  });

  it('leaves it on the tab that opens it', async () => {
    const wrapper = dock();
    const tab = wrapper.findAll('button').find((each) => each.text() === 'Logs');
    tab?.element.focus();
    await tab?.trigger('click');
    await settled();
    expect(tab?.attributes('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(tab?.element);
  });
});
