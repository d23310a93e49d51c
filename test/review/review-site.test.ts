import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ReviewFinding, reviewSite } from '../../lib/review/review-site.ts';
import { type AnyObject, asItIs, type SiteEditor, sides } from '../support/site-editor.ts';

function review(after: (site: SiteEditor) => void, before: (site: SiteEditor) => void = asItIs) {
  const { before: old, after: made } = sides(before, after);
  return reviewSite(old, made);
}

function classes(findings: readonly ReviewFinding[]): string[] {
  return findings.map((finding) => `${finding.class} ${finding.rule} ${finding.object}`);
}

test('a site that does not change has no findings, and its peer is what it was', () => {
  const { findings, kept, comparison } = review(asItIs);
  expect({ findings, changes: comparison.changes }).toEqual({ findings: [], changes: [] });
  expect(kept).toEqual([
    'StatefulSet netbird/netbird-peer: claim netbird-config-netbird-peer-<ordinal>, mounted at /var/lib/netbird',
  ]);
});

test('what no rule claims is routine, and shown with its object', () => {
  const { findings } = review((site) => {
    site.get('Service').metadata.labels.team = 'platform';
    site.add({ apiVersion: 'example.org/v1', kind: 'Unheard', metadata: { name: 'of', namespace: 'netbird' }, a: 1 });
  });
  expect(classes(findings)).toEqual([
    'sync-fails custom-resource-dry-run Unheard netbird/of',
    'routine undefined Service netbird/netbird-peer',
  ]);
  expect(findings[1]).toMatchObject({
    changes: [{ field: 'metadata.labels.team', before: undefined, after: 'platform' }],
    consequence: 'It is updated in place.',
  });
});

test('every difference is in one finding at least, whatever changes', () => {
  const edits: ((site: SiteEditor) => void)[] = [
    (site) => site.remove('Namespace'),
    (site) => site.remove('StatefulSet'),
    (site) => site.add(site.remove('Service'), 'cilium-device-guard'),
    (site) => (site.get('StatefulSet').spec.replicas = 3),
    (site) => (site.get('StatefulSet').spec.serviceName = 'x'),
    (site) => (site.client.image = 'example.org/x:1'),
    (site) => site.client.env.reverse(),
    (site) => delete site.pod.hostNetwork,
    (site) => (site.get('AppProject').spec.sourceRepos = ['*']),
    (site) => (site.get('CiliumNodeConfig').spec = {}),
    (site) => (site.get('SecretProviderClass').spec.parameters = null),
    (site) => (site.get('ServiceAccount').extra = { list: [1, [2]] }),
    (site) => (site.get('Application', 'netbird').metadata.finalizers = ['a']),
  ];
  fc.assert(
    fc.property(fc.subarray(edits), (chosen) => {
      const { findings, comparison } = review((site) => {
        for (const edit of chosen) attempt(() => edit(site));
      });
      for (const { before, after, differences } of comparison.changes) {
        const name = `${(after ?? before)?.kind} ${(after ?? before)?.name}`;
        const shown = findings.filter(({ object }) => object.replace(/[^ ]*\//, '') === name);
        const fields = new Set(shown.flatMap(({ changes }) => changes.map(({ field }) => field)));
        expect(fields.size).toBe(new Set(differences.map(({ path, isOrder }) => `${path} ${isOrder}`)).size);
      }
    }),
  );
});

/** An edit may find that another one took its object away. */
function attempt(edit: () => void): void {
  try {
    edit();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

test('an object that is only in another order outside of a pod is the same', () => {
  expect(
    review((site) => {
      site.get('AppProject').spec.destinations.reverse();
      site.get('AppProject').spec.clusterResourceWhitelist.reverse();
      site.get('Application', 'netbird').spec.syncPolicy.syncOptions.reverse();
    }).findings,
  ).toEqual([]);
});

test('another order in a pod template replaces the pod, and nothing else', () => {
  const { findings } = review((site) => site.pod.volumes.reverse());
  expect(classes(findings)).toEqual(['outage pods-replaced StatefulSet netbird/netbird-peer']);
  expect(findings[0]?.consequence).toContain('only an order changes');
});

test('defaults written out, and what a cluster adds, are no change', () => {
  expect(
    review((site) => {
      Object.assign(site.pod, {
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        serviceAccount: 'netbird-peer',
      });
      Object.assign(site.client, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' });
      Object.assign(site.client.readinessProbe, { successThreshold: 1 });
      Object.assign(site.get('StatefulSet').spec, {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      });
      site.get('StatefulSet').status = { replicas: 1 };
      site.get('StatefulSet').spec.volumeClaimTemplates[0].status = { phase: 'Pending' };
      Object.assign(site.get('StatefulSet').metadata, {
        uid: 'b',
        resourceVersion: '7',
        creationTimestamp: 'now',
        managedFields: [],
      });
      Object.assign(site.get('Namespace').metadata.labels, { 'kubernetes.io/metadata.name': 'netbird' });
      site.get('Namespace').spec = { finalizers: ['kubernetes'] };
      Object.assign(site.get('Service').spec, {
        type: 'ClusterIP',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
      });
    }).findings,
  ).toEqual([]);
});

test('what a manifest names looks like no line of the report, and no part of a command', () => {
  const name = 'a; rm -rf b\nkept   Namespace c';
  const add = (site: SiteEditor) =>
    site.add({ apiVersion: 'v1', kind: 'Job', metadata: { name, namespace: 'netbird' } });
  const { findings } = review(
    (site) => {
      add(site);
      site.get('Job').spec = { ['x\ny'.repeat(100)]: 1, template: 1 };
      site.get('Job').apiVersion = 'batch/v1';
    },
    (site) => {
      add(site);
      site.get('Job').spec = { template: 2 };
      site.get('Job').apiVersion = 'batch/v1';
    },
  );
  expect(findings.map(({ rule }) => rule)).toContain('field-immutable');
  for (const { object, consequence, remedy, changes, command } of findings) {
    expect([object, consequence, remedy, ...changes.map(({ field }) => field)].join()).not.toContain('\n');
    expect(Math.max(...changes.map(({ field }) => field.length))).toBeLessThan(120);
    expect(command).toBeUndefined();
  }
});

test('several rules may speak about one change, the gravest first', () => {
  const { findings } = review((site) => {
    site.variable('NB_MANAGEMENT_URL').value = 'https://other.example.org';
  });
  expect(classes(findings)).toEqual([
    'outage pods-replaced StatefulSet netbird/netbird-peer',
    'no-effect client-flag StatefulSet netbird/netbird-peer',
  ]);
});

test.each<[string, (site: SiteEditor) => void, string[]]>([
  ['the name of the StatefulSet', (site) => rename(site, ({ metadata }) => (metadata.name = 'b')), ['peer-removed']],
  ['its namespace', (site) => rename(site, ({ metadata }) => (metadata.namespace = 'b')), ['peer-removed']],
  ['its kind', (site) => rename(site, (object) => (object.kind = 'Deployment')), ['peer-removed']],
  ['the name of the claim template', (site) => renameClaim(site), ['state-moved']],
  ['the mount path', ({ client }) => (client.volumeMounts[0].mountPath = '/var/lib/netbird/x'), ['state-moved']],
  ['a part of the volume only', ({ client }) => (client.volumeMounts[0].subPath = 'x'), ['state-moved']],
  ['the mount gone', ({ client }) => client.volumeMounts.shift(), ['state-moved']],
  [
    'a mount over a part of the state',
    ({ client }) => client.volumeMounts.push({ name: 'tmp', mountPath: '/var/lib/netbird/sub' }),
    ['state-moved'],
  ],
  ['NB_STATE_DIR', ({ client }) => client.env.push({ name: 'NB_STATE_DIR', value: '/data' }), ['state-moved']],
  [
    'WT_STATE_DIR, its old name',
    ({ client }) => client.env.push({ name: 'WT_STATE_DIR', value: '/data' }),
    ['state-moved'],
  ],
  ['NB_CONFIG', ({ client }) => client.env.push({ name: 'NB_CONFIG', value: '/data/c.json' }), ['state-moved']],
  ['an empty directory instead of the claim', emptyDirectory, ['state-moved']],
  ['the first ordinal', (site) => (site.get('StatefulSet').spec.ordinals = { start: 1 }), ['state-moved']],
  [
    'an argument',
    ({ client }) => (client.args = ['netbird', 'service', 'run', '--config=/data/c.json']),
    ['state-moved'],
  ],
  [
    'no retention policy',
    (site) => delete site.get('StatefulSet').spec.persistentVolumeClaimRetentionPolicy,
    ['retention-not-retain'],
  ],
  ['the peer gone', (site) => site.remove('StatefulSet'), ['peer-removed']],
  ['the namespace gone', (site) => site.remove('Namespace'), ['namespace-removed']],
  [
    'a namespace that nobody is asked about',
    (site) => delete site.get('Namespace').metadata.annotations,
    ['namespace-unprotected'],
  ],
  [
    'an Application that delivers elsewhere',
    (site) => (site.get('Application', 'netbird').spec.destination.server = 'https://other.example.org'),
    ['application-redirected'],
  ],
  [
    'another Application that delivers elsewhere',
    (site) => (site.get('Application', 'cilium-device-guard').spec.destination.server = 'https://other.example.org'),
    ['application-redirected', 'kept'],
  ],
  ['the image, but not the client', ({ client }) => (client.image = 'mirror.example.org/netbird@sha256:1'), []],
  [
    'the image of something else',
    ({ client }) => Object.assign(client, { image: 'example.org/x:1', env: [] }),
    ['state-moved'],
  ],
])('the identity is lost or kept rightly by %s', (_, edit, expected) => {
  const { findings, kept } = review(edit);
  const rules = findings.filter((finding) => finding.class === 'identity').map(({ rule }) => rule);
  expect(rules).toEqual(expected.filter((rule) => rule !== 'kept'));
  expect(kept).toHaveLength(rules.length === 0 || expected.includes('kept') ? 1 : 0);
});

function rename(site: SiteEditor, change: (object: AnyObject) => void): void {
  const object = site.remove('StatefulSet');
  change(object);
  site.add(object);
}

function renameClaim(site: SiteEditor): void {
  site.get('StatefulSet').spec.volumeClaimTemplates[0].metadata.name = 'state';
  site.client.volumeMounts[0].name = 'state';
}

function emptyDirectory(site: SiteEditor): void {
  delete site.get('StatefulSet').spec.volumeClaimTemplates;
  site.pod.volumes.push({ name: 'netbird-config', emptyDir: {} });
}

test('an object of another cluster is another one', () => {
  const { findings } = review(
    (site) =>
      site.add({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' } }, 'west/netbird'),
    (site) =>
      site.add({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' } }, 'east/netbird'),
  );
  expect(classes(findings)).toEqual(['routine undefined east: ConfigMap b/a', 'routine undefined west: ConfigMap b/a']);
});

test('a site that begins to name its cluster keeps its objects, and moves them to other Applications', () => {
  const { findings, kept } = review((site) => {
    site.add(site.remove('StatefulSet'), 'home/netbird');
  });
  expect(classes(findings)).toEqual(['sync-fails moved-between-applications home: StatefulSet netbird/netbird-peer']);
  expect(kept).toHaveLength(1);
});

test('two replicas are away one after the other', () => {
  const twice = (site: SiteEditor) => (site.get('StatefulSet').spec.replicas = 2);
  const { findings } = review((site) => {
    twice(site);
    site.client.image = 'netbirdio/netbird:0.66.3';
  }, twice);
  expect(findings[0]?.consequence).toMatch(/^The replicas restart one after the other, each away for about 15 s/);
});

test.each<[string, (site: SiteEditor) => void, (site: SiteEditor) => void, string[]]>([
  [
    'Cilium detects devices besides',
    asItIs,
    (site) => (site.get('CiliumNodeConfig').spec.defaults['force-device-detection'] = 'true'),
    ['devices-widened', 'node-config-until-restart'],
  ],
  [
    'no devices at all',
    asItIs,
    (site) => delete site.get('CiliumNodeConfig').spec.defaults.devices,
    ['devices-widened', 'node-config-until-restart'],
  ],
  [
    'the lock of the Helm values gone',
    (site) =>
      site.addFile('helm-values/cilium.yaml', { devices: ['eth0'], daemon: { blockedConfigOverrides: 'devices' } }),
    (site) => site.addFile('helm-values/cilium.yaml', { devices: ['eth0'] }),
    ['devices-widened', 'helm-values-by-hand'],
  ],
  [
    'another cluster in the index of the Applications',
    (site) =>
      site.addFile('index.json', [
        { name: 'a', server: 'https://a' },
        { name: 'b', server: 'https://b' },
      ]),
    (site) =>
      site.addFile('index.json', [
        { name: 'b', server: 'https://c' },
        { name: 'a', server: 'https://a' },
      ]),
    ['application-redirected'],
  ],
  [
    'another order of the index, and an entry that is new',
    (site) => site.addFile('index.json', [{ name: 'a', server: 'https://a' }]),
    (site) =>
      site.addFile('index.json', [
        { name: 'b', server: 'https://b' },
        { name: 'a', server: 'https://a' },
      ]),
    [],
  ],
  [
    'a custom resource that never had the option',
    (site) => delete site.get('CiliumNodeConfig').metadata.annotations['argocd.argoproj.io/sync-options'],
    (site) => (site.get('CiliumNodeConfig').metadata.labels.a = 'b'),
    [],
  ],
  [
    'another image of a peer without pods',
    (site) => (site.get('StatefulSet').spec.replicas = 0),
    (site) => (site.client.image = 'netbirdio/netbird:0.66.3'),
    [],
  ],
  [
    'a key in another Secret',
    asItIs,
    (site) => (site.variable('NB_SETUP_KEY').valueFrom.secretKeyRef.name = 'other'),
    ['setup-key-source', 'pods-replaced'],
  ],
])('%s is judged rightly', (_, given, edit, expected) => {
  const { findings } = review((site) => {
    given(site);
    edit(site);
  }, given);
  expect(findings.flatMap(({ rule }) => rule ?? [])).toEqual(expected);
});
