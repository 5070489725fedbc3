import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSearchText } from './search-text';

describe('what a search field searches for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is what was typed, once the typing pauses', () => {
    const { typed, search } = useSearchText();
    typed.value = 'a';
    vi.advanceTimersByTime(100);
    typed.value = 'ab';
    vi.advanceTimersByTime(100);
    expect(search.value).toBe('');
    vi.advanceTimersByTime(100);
    expect(search.value).toBe('ab');
  });

  it('is nothing as soon as the field is empty, and stays so', () => {
    const { typed, search } = useSearchText();
    typed.value = 'a';
    vi.advanceTimersByTime(200);
    typed.value = 'ab';
    typed.value = '';
    expect(search.value).toBe('');
    vi.advanceTimersByTime(200);
    expect(search.value).toBe('');
  });
});
