import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import KeyMetadata from './KeyMetadata.vue';

enableAutoUnmount(afterEach);

function show(size: number | null, part: { lease?: string; gone?: boolean } = {}) {
  const of = {
    key: Uint8Array.of(97),
    value: Uint8Array.of(98),
    createRevision: '2',
    modRevision: '1204',
    version: '3',
    lease: part.lease ?? null,
  };
  return mount(KeyMetadata, {
    props: { of: size === null ? null : of, size, renewed: null, gone: part.gone ?? false },
    global: { stubs: { UiTooltip: { props: ['text'], template: '<slot />' } } },
  });
}

it('explains its figures to the keyboard and to those who have it read out, in one place', () => {
  const wrapper = show(1);
  expect(wrapper.text()).toContain('1,204');
  const stops = wrapper.findAll('[tabindex="0"]');
  expect(stops).toHaveLength(1);
  expect(stops[0]?.attributes('aria-label')?.split('\n')).toEqual([
    'Created: Revision at which the key was created',
    'Modified: Revision of the last change. A save succeeds only if this is still the latest.',
    'Version: Number of writes since the key was created',
    'Lease: The key is deleted when this lease expires or is revoked',
    'Size: Size of the value in bytes',
  ]);
});

it('has nothing to explain of a key that is not there', () => {
  expect(show(null).find('[tabindex="0"]').exists()).toBe(false);
});

it('does not show the lease of a deleted key as if it were still attached', () => {
  const lease = '694d9e2a5b1c0c0a';
  expect(show(1, { lease }).text()).toContain(`Lease${lease}`);
  expect(show(1, { lease, gone: true }).text()).toContain(`Leasenone (was ${lease})`);
});
