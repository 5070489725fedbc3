import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import StatusFigure from './StatusFigure.vue';

it('tells the keyboard, and those who have it read out, what a figure is', () => {
  const wrapper = mount(StatusFigure, {
    props: { hint: 'Revision of the store' },
    slots: { default: 'rev 1,204' },
    global: { stubs: { UiTooltip: { props: ['text'], template: '<slot />' } } },
  });
  const figure = wrapper.get('[tabindex="0"]');
  expect(figure.text()).toBe('rev 1,204');
  expect(figure.attributes()).toMatchObject({ role: 'note', 'aria-description': 'Revision of the store' });
});
