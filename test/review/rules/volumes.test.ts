import { expect, test } from '@jest/globals';
import { findingsOf } from '../../support/judgement.ts';
import type { AnyObject } from '../../support/site-editor.ts';

const CLAIM = {
  kind: 'PersistentVolumeClaim',
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
};
const VOLUME = {
  kind: 'PersistentVolume',
  spec: { capacity: { storage: '1Gi' }, persistentVolumeReclaimPolicy: 'Retain', iscsi: { lun: 0 } },
};

const refused = ['field-immutable'];

test.each<[string, AnyObject, (spec: AnyObject) => void, string[]]>([
  ['a claim of another class', CLAIM, (spec) => (spec.storageClassName = 'slow'), refused],
  ['a claim without a class', CLAIM, (spec) => delete spec.storageClassName, refused],
  ['a claim of another mode', CLAIM, (spec) => (spec.accessModes = ['ReadWriteMany']), refused],
  ['a claim that shrinks', CLAIM, ({ resources }) => (resources.requests.storage = '1023Mi'), refused],
  ['a claim that grows', CLAIM, ({ resources }) => (resources.requests.storage = '1025Mi'), []],
  ['a claim that names its volume', CLAIM, (spec) => (spec.volumeName = 'a'), []],
  ['a volume at another place', VOLUME, ({ iscsi }) => (iscsi.lun = 1), refused],
  ['a volume of another class', VOLUME, (spec) => (spec.storageClassName = 'slow'), []],
  ['a volume that is bound to a node', VOLUME, (spec) => (spec.nodeAffinity = { required: {} }), []],
  [
    'a volume that is not kept',
    VOLUME,
    (spec) => (spec.persistentVolumeReclaimPolicy = 'Delete'),
    ['retention-not-retain'],
  ],
  ['a volume that says nothing', VOLUME, (spec) => delete spec.persistentVolumeReclaimPolicy, []],
])('%s', (_, { kind, spec }, edit, expected) => {
  const findings = findingsOf(
    (site) => edit(site.get(kind).spec),
    (site) => {
      const metadata = { name: 'state', namespace: kind === 'PersistentVolume' ? undefined : 'netbird' };
      site.add({ apiVersion: 'v1', kind, metadata, spec: structuredClone(spec) });
    },
  );
  expect(findings.flatMap(({ rule }) => rule ?? [])).toEqual(expected);
  // What is deleted takes with it what is on it.
  expect(findings.map(({ command }) => command)).toEqual(findings.map(() => undefined));
});
