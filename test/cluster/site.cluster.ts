import { beforeAll, describe, expect, test } from '@jest/globals';
import { compareWithStored, fieldsAddedTo } from './support/added-fields.ts';
import { type Accepted, Cluster } from './support/cluster.ts';
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

describe('what is stored is what was written, and no more than this', () => {
  test.each(objects)('%s', async (_, object) => {
    const { changed, added } = compareWithStored(object, await cluster.read(object));
    expect(changed).toEqual([]);
    expect(added).toEqual(fieldsAddedTo(object));
  });
});

/** When, and over which fields. */
function lastChangeBySync({ metadata }: { metadata: { managedFields: { manager: string; time: string }[] } }) {
  return metadata.managedFields.filter(({ manager }) => manager === 'argocd-controller');
}
