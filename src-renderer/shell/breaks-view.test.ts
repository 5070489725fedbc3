import { expect, test } from 'vitest';
import { breaksView } from './breaks-view';

const production = (code: string) => `https://vuejs.org/error-reference/#runtime-${code}`;

test.each([
  'render function',
  'setup function',
  'mounted hook',
  production('0'),
  production('1'),
  production('bm'),
])('an error in %s leaves a component without a picture', (info) => {
  expect(breaksView(info)).toBe(true);
});

test.each([
  'native event handler',
  'component event handler',
  'watcher callback',
  production('2'),
  production('5'),
  production('6'),
])('an error in %s leaves the view as it is', (info) => {
  expect(breaksView(info)).toBe(false);
});
