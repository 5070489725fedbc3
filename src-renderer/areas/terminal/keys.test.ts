import { describe, expect, it } from 'vitest';
import { keyAction } from './keys';

function press(keys: string) {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Cmd'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  };
}

describe('a key in a terminal', () => {
  it.each([
    ['Ctrl+Shift+C', 'copy'],
    ['Ctrl+Shift+V', 'paste'],
    ['Shift+Insert', 'paste'],
    ['Ctrl+Shift+F', 'search'],
    ['F6', 'leave'],
    // The shell needs this key.
    ['Ctrl+c', null],
    ['Ctrl+v', null],
    ['Ctrl+k', null],
    ['Tab', null],
    ['Escape', null],
    ['F5', null],
  ])('%s: %s', (keys, action) => {
    expect(keyAction(press(keys), true, false)).toBe(action);
  });

  it.each([
    ['Cmd+c', 'copy'],
    ['Cmd+v', 'paste'],
    ['Cmd+f', 'search'],
    ['Ctrl+c', null],
  ])('on a Mac %s: %s', (keys, action) => {
    expect(keyAction(press(keys), true, true)).toBe(action);
  });
});
