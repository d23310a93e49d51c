import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { AUDIT_LOG } from './control-plane.ts';
import { cilium, node } from './support/cilium-objects.ts';
import { Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { installPolicies, verdict } from './support/policies.ts';
import { applyPrerequisites, namespace } from './support/site.ts';

const cluster = Cluster.current();
const denying = cilium('doors-deny');

beforeAll(async () => {
  await applyPrerequisites(cluster);
  await Promise.all([
    installPolicies(cluster, 'doors-deny', { readsNodes: true }),
    installPolicies(cluster, 'doors-warn', { action: 'Warn' }),
    installPolicies(cluster, 'doors-audit', { action: 'Audit' }),
  ]);
});

test('a refusal names the policy, the value, the entry, and what to write; a line break does not cut it off', async () => {
  await expect(cluster.apply(denying.configMap({ devices: 'eth0\nw+' }))).rejects.toThrow(
    'configmaps "cilium-config" is forbidden: ' +
      "ValidatingAdmissionPolicy 'doors-deny-config-map' with binding 'doors-deny-config-map' denied request: " +
      'devices "eth0 w+": the entry "w+" selects wt0, whose traffic Cilium then drops without a trace. Write "eth0".',
  );
});

test('the direct routing device is held to it too', async () => {
  const values = { devices: 'eth0', 'direct-routing-device': 'wt0' };
  expect(await verdict(cluster, denying.configMap(values))).toMatch(/direct-routing-device "wt0" is wt0, which cannot/);
});

test('other ConfigMaps, and other namespaces, are none of its business', async () => {
  const other = denying.configMap({ devices: 'wt0' });
  other.metadata.name = 'cilium-config-2';
  expect(await verdict(cluster, other)).toBe('');
  expect(await verdict(cluster, cilium('default').configMap({ devices: 'wt0' }))).toBe('');
});

test('of several unsafe values, one can be corrected without the others', async () => {
  const lax = cilium('doors-leftovers');
  await cluster.apply(namespace('doors-leftovers'));
  await cluster.apply(lax.configMap({ devices: 'eth0 wt0', 'direct-routing-device': 'wt0' }));
  await installPolicies(cluster, 'doors-leftovers');
  expect(await verdict(cluster, lax.configMap({ devices: 'eth0', 'direct-routing-device': 'wt0' }))).toMatch(
    /^[^\n]*'doors-leftovers-config-map-left-alone'[^\n]*direct-routing-device "wt0" is wt0[^\n]*$/,
  );
  expect(await verdict(cluster, lax.configMap({ devices: 'w+', 'direct-routing-device': 'wt0' }))).toMatch(
    /'doors-leftovers-config-map' denied request.*the entry "w\+" selects wt0/,
  );
});

describe('the agents’ DaemonSet', () => {
  test.each([
    ['as the chart renders it', {}],
    ['with a safe argument', { args: ['--devices=eth0'] }],
    ['with a safe variable', { env: [{ name: 'CILIUM_DEVICES', value: 'eth0' }] }],
    ['with an argument that only begins alike', { args: ['--devices-extra=wt0'] }],
  ])('%s: accepted', async (_, agent) => {
    expect(await verdict(cluster, denying.daemonSet(agent))).toBe('');
  });

  test.each([
    ['an argument', { args: ['--devices=eth0 wt0'] }, 'the entry "wt0" selects wt0'],
    ['an argument in two words', { args: ['--devices', 'wt0'] }, 'the entry "wt0" selects wt0'],
    ['a second argument', { args: ['--devices=eth0', '--devices=w+'] }, 'the entry "w\\+" selects wt0'],
    ['an empty argument', { args: ['--devices='] }, 'devices is empty'],
    ['the command', { command: ['cilium-agent', '--devices=wt0'] }, 'the entry "wt0" selects wt0'],
    ['a variable', { env: [{ name: 'CILIUM_DEVICES', value: 'eth0,wt0' }] }, 'the entry "wt0" selects wt0'],
    ['force as a bare argument', { args: ['--force-device-detection'] }, 'force-device-detection is true'],
    ['force by a variable', { env: [{ name: 'CILIUM_FORCE_DEVICE_DETECTION', value: 'true' }] }, 'force-device-'],
    ['the direct routing device', { args: ['--direct-routing-device=wt0'] }, 'direct-routing-device "wt0" is wt0'],
  ])('%s: refused', async (_, agent, message) => {
    expect(await verdict(cluster, denying.daemonSet(agent))).toMatch(new RegExp(`doors-deny-daemon-set.*${message}`));
  });
});

describe('nodes', () => {
  test.each([
    ['nothing said', {}],
    ['a safe annotation', { annotations: { 'config.cilium.io/devices': 'eth0' } }],
  ])('%s: accepted', async (_, metadata) => {
    expect(await verdict(cluster, node('a-node', metadata))).toBe('');
  });

  test.each([
    ['an annotation', { annotations: { 'config.cilium.io/devices': 'eth0 wt0' } }],
    ['a label', { labels: { 'config.cilium.io/devices': 'wt0' } }],
  ])('%s that selects the tunnel: refused', async (_, metadata) => {
    expect(await verdict(cluster, node('a-node', metadata))).toMatch(/doors-deny-node.*the entry "wt0" selects wt0/);
  });

  test('with the status they would come in as well: refused', async () => {
    await cluster.apply(node('status-node'));
    const unsafe = node('status-node', { labels: { 'config.cilium.io/devices': 'wt0' } });
    await expect(cluster.applyStatus(unsafe)).rejects.toThrow(/doors-deny-node.*the entry "wt0" selects wt0/);
    const safe = node('status-node', { labels: { 'config.cilium.io/devices': 'eth0' } });
    expect((await cluster.applyStatus(safe)).object.metadata.labels).toEqual(safe.metadata.labels);
  });
});

test('with the action Warn it is done, and the person who did it is told', async () => {
  const { warnings } = await cluster.apply(cilium('doors-warn').configMap({ devices: 'eth0 wt0' }));
  expect(warnings).toEqual([
    "Validation failed for ValidatingAdmissionPolicy 'doors-warn-config-map' with binding 'doors-warn-config-map': " +
      'devices "eth0 wt0": the entry "wt0" selects wt0, whose traffic Cilium then drops without a trace. Write "eth0".',
  ]);
});

test('with the action Audit it is done without a word, and the audit log has it', async () => {
  const unsafe = cilium('doors-audit').configMap({ devices: 'eth0 wt0' });
  await eventually(async () => {
    expect((await cluster.apply(unsafe, { dryRun: true })).warnings).toEqual([]);
    expect(auditFailures('doors-audit')).toEqual(expect.stringContaining('the entry \\"wt0\\" selects wt0'));
  });
});

function auditFailures(namespace: string): string {
  const events = readFileSync(join(cluster.folder, AUDIT_LOG), 'utf8').trim().split('\n');
  return events
    .map((line) => JSON.parse(line))
    .filter(({ objectRef }) => objectRef?.namespace === namespace)
    .map(({ annotations }) => annotations?.['validation.policy.admission.k8s.io/validation_failure'] ?? '')
    .join('\n');
}
