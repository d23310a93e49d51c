import { beforeAll, expect, test } from '@jest/globals';
import { cilium } from './support/cilium-objects.ts';
import { Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { installPolicies } from './support/policies.ts';
import { applyPrerequisites, namespace } from './support/site.ts';

const cluster = Cluster.current();
const helm = { manager: 'helm' };

const before = { 'enable-hubble': 'false', 'cilium-version': '1.16.6' };
const after = { 'enable-hubble': 'true', 'cilium-version': '1.16.7' };
const nextImage = { image: 'quay.io/cilium/cilium:v1.16.7' };

const safe = cilium('upgrade-safe');
const unsafe = cilium('upgrade-unsafe');
const unsafeArguments = { args: ['--config-dir=/tmp/cilium/config-map', '--devices=eth0 wt0'] };

beforeAll(async () => {
  await applyPrerequisites(cluster);
  await installPolicies(cluster, 'upgrade-safe', { version: '1.16' });

  // Cilium was there first, as it is when a guard comes into a cluster.
  await cluster.apply(namespace('upgrade-unsafe'));
  await cluster.apply(unsafe.configMap({ ...before, devices: 'eth0 wt0' }), helm);
  await cluster.apply(unsafe.daemonSet(unsafeArguments), helm);
  await installPolicies(cluster, 'upgrade-unsafe', { version: '1.16' });
});

test('from a safe state, Cilium is installed and upgraded without a word', async () => {
  for (const data of [before, after]) {
    expect((await cluster.apply(safe.configMap({ ...data, devices: 'eth0' }), helm)).warnings).toEqual([]);
  }
  for (const agent of [{}, nextImage]) {
    expect((await cluster.apply(safe.daemonSet(agent), helm)).warnings).toEqual([]);
  }
});

test('from an unsafe state, an upgrade passes, and says what is wrong', async () => {
  const upgraded = unsafe.configMap({ ...after, devices: 'eth0 wt0' });
  await eventually(async () => {
    expect((await cluster.apply(upgraded, { ...helm, dryRun: true })).warnings).toEqual([
      expect.stringMatching(
        /'upgrade-unsafe-config-map-left-alone'.*: devices "eth0 wt0": the entry "wt0" selects wt0/,
      ),
    ]);
  });
  const { object } = await cluster.apply(upgraded, helm);
  expect(object.data).toEqual(upgraded.data);

  const agents = await cluster.apply(unsafe.daemonSet({ ...unsafeArguments, ...nextImage }), helm);
  expect(agents.object.spec.template.spec.containers[0].image).toBe(nextImage.image);
});

test('from an unsafe state, another unsafe value is refused', async () => {
  await expect(cluster.apply(unsafe.configMap({ ...after, devices: 'w+' }), helm)).rejects.toThrow(
    /'upgrade-unsafe-config-map'.*the entry "w\+" selects wt0/,
  );
  await expect(cluster.apply(unsafe.daemonSet({ args: ['--devices=w+'] }), helm)).rejects.toThrow(
    /'upgrade-unsafe-daemon-set'.*the entry "w\+" selects wt0/,
  );
});

test('from an unsafe state, the way to a safe one is open', async () => {
  const repaired = await cluster.apply(unsafe.configMap({ ...after, devices: 'eth0' }), { ...helm, dryRun: true });
  expect(repaired.warnings).toEqual([]);
  expect((await cluster.apply(unsafe.daemonSet(), { ...helm, dryRun: true })).warnings).toEqual([]);
});
