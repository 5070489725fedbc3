import { describe, expect, it } from 'vitest';
import { Listeners } from './listeners';

describe('listeners', () => {
  it('hear in the order they came, until they leave', () => {
    const heard: string[] = [];
    const listeners = new Listeners<[string]>();
    const first = listeners.add((what) => heard.push(`first ${what}`));
    listeners.add((what) => heard.push(`second ${what}`));
    listeners.tell('a');
    void first.dispose();
    listeners.tell('b');
    expect(heard).toEqual(['first a', 'second a', 'second b']);
    listeners.clear();
    listeners.tell('c');
    expect(heard).toHaveLength(3);
    expect(listeners.size).toBe(0);
  });

  it('hear twice what they joined twice, and leave once at a time', () => {
    let heard = 0;
    const listen = () => heard++;
    const listeners = new Listeners();
    const first = listeners.add(listen);
    listeners.add(listen);
    listeners.tell();
    void first.dispose();
    void first.dispose();
    listeners.tell();
    expect(heard).toBe(3);
  });

  it('that join while others are told hear the next time', () => {
    const heard: string[] = [];
    const listeners = new Listeners<[string]>();
    listeners.add((what) => {
      if (what === 'a') listeners.add((later) => heard.push(later));
    });
    listeners.tell('a');
    listeners.tell('b');
    expect(heard).toEqual(['b']);
  });
});
