import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Accepted, Cluster } from './support/cluster.ts';
import { differences } from './support/differences.ts';
import { eventually } from './support/eventually.ts';
import { applyPrerequisites, applySite, rendered, site } from './support/site.ts';

const cluster = Cluster.current();
const name = (object: { kind: string; metadata: { name: string } }) => `${object.kind} ${object.metadata.name}`;
const objects = site.map((object) => [name(object), object] as const);

let definitionsAnswers: readonly Accepted[];
let firstAnswers: readonly Accepted[];

beforeAll(async () => {
  definitionsAnswers = await applyPrerequisites(cluster);
  firstAnswers = await applySite(cluster);
});

test('what is synthesized is accepted in the order of Argo CD, every field of it, without a warning', () => {
  const warnings = [...definitionsAnswers, ...firstAnswers].flatMap((answer) => answer.warnings);
  expect(warnings).toEqual([]);
  expect(firstAnswers.map(({ object }) => name(object))).toEqual(site.map(name));
});

test('the check is strict: a misspelt field is refused', async () => {
  const service = rendered('Service', 'netbird-peer');
  service.spec.clusterIp = 'None';
  await expect(cluster.apply(service, { dryRun: true })).rejects.toThrow(/clusterIp: field not declared in schema/);
});

describe('a second sync changes nothing', () => {
  test.each(objects)('%s', async (_, object) => {
    const before = await cluster.read(object);
    const again = await cluster.apply(object);
    expect(again.warnings).toEqual([]);
    expect(again.object.metadata.generation).toBe(before.metadata.generation);
    expect(lastChangeBySync(again.object)).toEqual(lastChangeBySync(before));
    // A controller may write the status in between; when it is done, not even the version changes.
    await eventually(async () => {
      const { metadata } = await cluster.read(object);
      expect((await cluster.apply(object)).object.metadata.resourceVersion).toBe(metadata.resourceVersion);
    });
  });
});

/** What belongs to every stored object, and to no manifest. */
const SERVER_METADATA = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid'];

/**
 * Each field that is stored and was not written, with its reason. Argo CD knows the defaults of core
 * kinds; all the same, each line is a place where an OutOfSync for ever could begin.
 */
const ADDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Namespace: {
    'metadata.labels.kubernetes.io/metadata.name': 'the name, for selectors; immutable',
    spec: 'finalizers: the API server empties a namespace before it deletes it',
  },
  Service: {
    'spec.clusterIPs': 'clusterIP as a list, for two families',
    'spec.internalTrafficPolicy': 'a default without effect on a headless Service',
    'spec.ipFamilies': 'the family of the cluster, which a site need not know',
    'spec.ipFamilyPolicy': 'as above',
    'spec.sessionAffinity': 'a default without effect on a headless Service',
    'spec.type': 'the default, ClusterIP',
  },
  StatefulSet: {
    'spec.template.metadata.creationTimestamp': 'null, in every stored pod template',
    'spec.template.spec.containers[].livenessProbe.successThreshold': 'the only value that this probe may have',
    'spec.template.spec.containers[].readinessProbe.successThreshold': 'the default',
    'spec.template.spec.containers[].startupProbe.successThreshold': 'the only value that this probe may have',
    'spec.template.spec.containers[].terminationMessagePath': 'the default',
    'spec.template.spec.containers[].terminationMessagePolicy': 'the default',
    'spec.template.spec.initContainers[].terminationMessagePath': 'the default',
    'spec.template.spec.initContainers[].terminationMessagePolicy': 'the default',
    'spec.template.spec.restartPolicy': 'the only value that a StatefulSet may have',
    'spec.template.spec.schedulerName': 'the default',
    'spec.template.spec.serviceAccount': 'the old name of serviceAccountName',
    'spec.updateStrategy': 'the default, RollingUpdate',
    'spec.volumeClaimTemplates[].metadata.creationTimestamp': 'null, in every stored template',
    'spec.volumeClaimTemplates[].status': 'the phase of a claim that this is not; Argo CD knows it',
  },
};

describe('what is stored is what was written, and no more than this', () => {
  test.each(objects)('%s', async (_, object) => {
    const stored = await cluster.read(object);
    delete stored.status; // never written, never compared
    for (const field of SERVER_METADATA) delete stored.metadata[field];
    const { added, changed } = differences(object, stored);
    expect(changed).toEqual([]);
    expect(added).toEqual(Object.keys(ADDED[object.kind] ?? {}).sort());
  });
});

/** When, and over which fields. */
function lastChangeBySync({ metadata }: { metadata: { managedFields: { manager: string; time: string }[] } }) {
  return metadata.managedFields.filter(({ manager }) => manager === 'argocd-controller');
}
