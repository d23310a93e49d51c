import { expect, test } from '@jest/globals';
import { WAIVERS } from '../../lib/netbird/waivers.ts';
import { routingPeer } from '../support/routing-peer.ts';

test('each linter finds its waivers on the StatefulSet, as it reads them', () => {
  const { annotations } = routingPeer().statefulSet.toJson().metadata;
  expect(annotations).toMatchObject({
    'kube-score/ignore': expect.stringMatching(/^([a-z-]+,)*pod-networkpolicy(,[a-z-]+)*$/),
    'ignore-check.kube-linter.io/host-network': 'WireGuard, its routes and the NAT rules belong to the node.',
    'polaris.fairwinds.com/hostNetworkSet-exempt': 'true',
    'checkov.io/skip1': 'CKV_K8S_19=WireGuard, its routes and the NAT rules belong to the node.',
  });
});

test('all that is excused, and why', () => {
  const excused = Object.entries(routingPeer().statefulSet.toJson().metadata.annotations).filter(([name]) =>
    /^(kube-score|ignore-check\.kube-linter\.io|polaris\.fairwinds\.com|checkov\.io)\//.test(name),
  );
  expect(Object.fromEntries(excused)).toMatchSnapshot();
});

test('the pods have none: a changed reason does not restart the peer', () => {
  expect(routingPeer().statefulSet.toJson().spec.template.metadata.annotations).toBeUndefined();
});

test('annotations of the site come on top', () => {
  const annotations = { 'example.org/owner': 'platform', 'kube-score/ignore': 'pod-networkpolicy' };
  expect(routingPeer({ annotations }).statefulSet.toJson().metadata.annotations).toMatchObject(annotations);
});

test('no check is waived twice', () => {
  const checks = WAIVERS.flatMap(({ checks }) =>
    Object.entries(checks).flatMap(([linter, ids]) => ids.map((id) => `${linter} ${id}`)),
  );
  expect(checks).toEqual([...new Set(checks)]);
});

test('each waiver has a reason that checkov can read', () => {
  for (const { reason } of WAIVERS) expect(reason).toMatch(/^[^=]+\.$/);
});

test('a privileged peer is not excused from what linters say about that', () => {
  const { annotations } = routingPeer({ privileged: true }).statefulSet.toJson().metadata;
  expect(Object.entries(annotations).join()).not.toMatch(
    /container-security-context-privileged|privileged-container|runAsPrivileged|CKV_K8S_16/,
  );
});
