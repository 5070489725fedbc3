import { describe, expect, it } from 'vitest';
import { Allowance } from './allowance';

describe('an allowance', () => {
  it('lets what is saved go at once, then one in each interval', () => {
    let now = 0;
    const allowance = new Allowance(3, 50, () => now);
    expect([allowance.spend(), allowance.spend()]).toEqual([0, 0]);
    expect(allowance.spend()).toBe(50);
    now += 50;
    expect(allowance.spend()).toBe(50);
  });

  it('saves no more than a burst in a quiet time, however long', () => {
    let now = 0;
    const allowance = new Allowance(2, 50, () => now);
    now += 10_000;
    expect([allowance.spend(), allowance.spend()]).toEqual([0, 50]);
  });

  it('keeps to the average: what is waited for too short is owed', () => {
    let now = 0;
    const allowance = new Allowance(1, 50, () => now);
    expect(allowance.spend()).toBe(50);
    now += 20;
    expect(allowance.spend()).toBe(80);
  });
});
