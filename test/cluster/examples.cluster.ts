import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';
import { compareWithStored, fieldsAddedTo } from './support/added-fields.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { applyPrerequisites, readObjects } from './support/site.ts';

const cluster = Cluster.current();

// Examples have objects of the same names. Each stands in a namespace of its own here, and only that is really made.
const EXAMPLES = globSync('examples/*/dist/**/netbird', { cwd: root })
  .sort()
  .map((folder, index) => {
    const namespace = `example-${index}`;
    const objects = readObjects(`${folder}/*.k8s.yaml`);
    return {
      name: folder.replace(/^examples\/|\/dist/g, ''),
      namespace,
      objects: objects.map((one) => inside(namespace, one)),
    };
  });

function inside(namespace: string, object: AnyObject): AnyObject {
  const where = object.kind === 'Namespace' ? { name: namespace } : { namespace };
  return { ...object, metadata: { ...object.metadata, ...where } };
}

beforeAll(async () => {
  await applyPrerequisites(cluster);
  for (const { objects } of EXAMPLES) {
    for (const object of objects.filter(({ kind }) => kind === 'Namespace')) await cluster.apply(object);
  }
});

test('each example is here', () => {
  expect(new Set(EXAMPLES.map(({ name }) => basename(name.split('/')[0] ?? '')))).toEqual(
    new Set(globSync('examples/*/main.ts', { cwd: root }).map((program) => program.split('/')[1])),
  );
});

test.each(EXAMPLES)('$name is accepted as it is written, without a warning', async ({ objects }) => {
  for (const object of objects) {
    // A definition that is new is known a moment later.
    const { object: stored, warnings } = await eventually(() => cluster.apply(object, { dryRun: true }));
    const { changed, added } = compareWithStored(object, stored);
    const optional = fieldsAddedTo(object);
    expect({
      kind: object.kind,
      warnings,
      changed,
      unexpected: added.filter((field) => !optional.includes(field)),
    }).toEqual({
      kind: object.kind,
      warnings: [],
      changed: [],
      unexpected: [],
    });
  }
});
