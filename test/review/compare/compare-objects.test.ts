import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareObjects } from '../../../lib/review/compare/compare-objects.ts';
import { describePath } from '../../../lib/review/compare/field-path.ts';
import { type AnyObject, SiteEditor } from '../../support/site-editor.ts';

function differences(kind: string, before: object, after: object) {
  return compareObjects(kind, before as Record<string, unknown>, after as Record<string, unknown>).map(
    ({ path, before: old, after: made, isOrder }) => [describePath(path), old, made, ...(isOrder ? ['order'] : [])],
  );
}

const pod = (spec: object) => ({ spec: { template: { spec } } });

test.each<[string, string, object, object, unknown[][]]>([
  ['a value', 'Service', { spec: { type: 'a' } }, { spec: { type: 'b' } }, [['spec.type', 'a', 'b']]],
  ['a member that is new', 'Service', { spec: {} }, { spec: { a: 1 } }, [['spec.a', undefined, 1]]],
  ['a member that is gone', 'Service', { spec: { a: { b: 1 } } }, { spec: {} }, [['spec.a', { b: 1 }, undefined]]],
  ['null instead of a value', 'Thing', { a: 1 }, { a: null }, [['a', 1, null]]],
  ['an empty mapping instead of an absent one', 'Thing', {}, { a: {} }, [['a', undefined, {}]]],
  ['a mapping instead of a list', 'Thing', { a: {} }, { a: [] }, [['a', {}, []]]],
  ['a number instead of its text', 'Thing', { a: 1 }, { a: '1' }, [['a', 1, '1']]],
  ['a key with dots', 'Thing', { m: { 'a.b/c': 1 } }, { m: {} }, [['m[a.b/c]', 1, undefined]]],
  [
    'an entry by its name, wherever it stands',
    'StatefulSet',
    { volumeClaimTemplates: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' }, spec: 1 }] },
    { volumeClaimTemplates: [{ metadata: { name: 'b' }, spec: 2 }, { metadata: { name: 'a' } }] },
    [['volumeClaimTemplates[b].spec', 1, 2]],
  ],
  [
    'a mount by its path',
    'StatefulSet',
    pod({ containers: [{ name: 'c', volumeMounts: [{ mountPath: '/a', name: 'v' }] }] }),
    pod({ containers: [{ name: 'c', volumeMounts: [{ mountPath: '/b', name: 'v' }] }] }),
    [
      ['spec.template.spec.containers[c].volumeMounts[/a]', { mountPath: '/a', name: 'v' }, undefined],
      ['spec.template.spec.containers[c].volumeMounts[/b]', undefined, { mountPath: '/b', name: 'v' }],
    ],
  ],
  [
    'the order of init containers',
    'Deployment',
    pod({ initContainers: [{ name: 'a' }, { name: 'b' }] }),
    pod({ initContainers: [{ name: 'b' }, { name: 'a' }] }),
    [['spec.template.spec.initContainers', ['a', 'b'], ['b', 'a'], 'order']],
  ],
  [
    'the order of variables',
    'Deployment',
    pod({ containers: [{ name: 'c', env: [{ name: 'A' }, { name: 'B', value: '$(A)' }] }] }),
    pod({ containers: [{ name: 'c', env: [{ name: 'B', value: '$(A)' }, { name: 'A' }] }] }),
    [['spec.template.spec.containers[c].env', ['A', 'B'], ['B', 'A'], 'order']],
  ],
  [
    'the arguments of a command, as one value',
    'Deployment',
    pod({ containers: [{ name: 'c', args: ['a', 'b'] }] }),
    pod({ containers: [{ name: 'c', args: ['b', 'a'] }] }),
    [['spec.template.spec.containers[c].args', ['a', 'b'], ['b', 'a']]],
  ],
  [
    'an entry of a set',
    'AppProject',
    { spec: { sourceRepos: ['a', 'b'] } },
    { spec: { sourceRepos: ['c', 'b'] } },
    [['spec.sourceRepos[]', 'a', 'c']],
  ],
  [
    'how often an entry is in a set',
    'AppProject',
    { spec: { sourceRepos: ['a', 'a'] } },
    { spec: { sourceRepos: ['a'] } },
    [['spec.sourceRepos[]', 'a', undefined]],
  ],
  [
    'two variables of one name, by their places',
    'Deployment',
    pod({
      containers: [
        {
          name: 'c',
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      ],
    }),
    pod({
      containers: [
        {
          name: 'c',
          env: [
            { name: 'A', value: '2' },
            { name: 'A', value: '1' },
          ],
        },
      ],
    }),
    [
      ['spec.template.spec.containers[c].env[0].value', '1', '2'],
      ['spec.template.spec.containers[c].env[1].value', '2', '1'],
    ],
  ],
  [
    'the order of a list of which nothing is known',
    'HTTPRoute',
    { spec: { rules: [{ a: 1 }, { a: 2 }] } },
    { spec: { rules: [{ a: 2 }, { a: 1 }] } },
    [
      ['spec.rules[0].a', 1, 2],
      ['spec.rules[1].a', 2, 1],
    ],
  ],
])('%s is a difference', (_, kind, before, after, expected) => {
  expect(differences(kind, before, after)).toEqual(expected);
});

test('a set of sets has no order, on either level', () => {
  const rules = (...groups: string[][]) => ({ rules: groups.map((verbs) => ({ verbs })) });
  expect(differences('Role', rules(['get', 'list'], ['watch']), rules(['watch'], ['list', 'get']))).toEqual([]);
});

/** Plain values, lists and mappings; the names are those that mean something in a pod. */
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(1, 2, 'a', 'b', null, true), tie('list'), tie('record')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  record: fc.dictionary(
    fc.constantFrom('name', 'containers', 'env', 'spec', 'template', 'tolerations', 'command', 'verbs', 'rules', 'x'),
    tie('value'),
    { maxKeys: 4 },
  ),
})).record as fc.Arbitrary<Record<string, unknown>>;

const anyKind = fc.constantFrom('StatefulSet', 'Role', 'Thing');

test('whatever an object is, it does not differ from its copy', () => {
  fc.assert(
    fc.property(anyKind, anyValue, (kind, object) => {
      expect(differences(kind, object, JSON.parse(JSON.stringify(object)))).toEqual([]);
    }),
  );
});

test('two objects without a difference are the same but for the order of lists', () => {
  fc.assert(
    fc.property(anyKind, anyValue, anyValue, (kind, before, after) => {
      if (differences(kind, before, after).length === 0) expect(withoutOrder(after)).toEqual(withoutOrder(before));
    }),
  );
});

test('both directions find the same differences', () => {
  fc.assert(
    fc.property(anyKind, anyValue, anyValue, (kind, before, after) => {
      const mirrored = compareObjects(kind, after, before).map(({ path }) => path.join('/'));
      expect(mirrored.sort()).toEqual(
        compareObjects(kind, before, after)
          .map(({ path }) => path.join('/'))
          .sort(),
      );
    }),
  );
});

function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(withoutOrder(entry))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]): [string, unknown] => [name, withoutOrder(member)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The places of all plain values in an object. */
function leaves(value: AnyObject, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

const rendered = new SiteEditor().objects().map(({ kind, content }) => ({ kind, content }));

test.each(rendered.map(({ kind, content }) => [`${kind} ${Object(content.metadata).name}`, kind, content] as const))(
  'every single value of %s that is otherwise is found',
  (_, kind, content) => {
    for (const path of leaves(content)) {
      const changed: AnyObject = structuredClone(content);
      const parent = path.slice(0, -1).reduce((object, name) => object[name], changed);
      const last = path.at(-1) ?? '';
      parent[last] = typeof parent[last] === 'number' ? parent[last] + 1 : `${parent[last]}-changed`;
      expect(compareObjects(kind, content, changed)).not.toEqual([]);
    }
  },
);
