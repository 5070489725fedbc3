import { mount } from '@vue/test-utils';
import type { LogRow } from '@shared/contract/logs';
import { expect, it } from 'vitest';
import LineDetails from './LineDetails.vue';
import LogLine from './LogLine.vue';

const row: LogRow = {
  seq: 7,
  node: 'n\u200b1',
  at: null,
  level: 'warn',
  message: 'ok \u202efailed\u001b[2K\n\tat main',
  caller: 'a\u0007.go:1',
  fields: [{ name: 'by\u00ad', value: '"a\u2066b\\u001b\\nc"' }],
};

it('a line cannot change how it reads', () => {
  const line = mount(LogLine, { props: { row, showNode: true, search: '' } }).text();
  expect(line).toContain('n\\u200b1');
  expect(line).toContain('ok \\u202efailed\\u001b[2K at main');
  expect(line).toContain('by\\u00ad=a\\u2066b');
});

it('neither can its details, which keep line ends and tabs', () => {
  const details = mount(LineDetails, { props: { row } });
  expect(details.get('p').text()).toBe('ok \\u202efailed\\u001b[2K\n\tat main');
  expect(details.get('dt[title]').attributes('title')).toBe('by\\u00ad');
  expect(details.text()).toContain('a\\u2066b\\u001b\nc');
  expect(details.text()).toContain('a\\u0007.go:1');
  expect(details.attributes('aria-label')).toContain('n\\u200b1');
});
