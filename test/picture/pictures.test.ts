import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { dataPathOf } from '../../lib/picture/data-path.ts';
import type { Box, Diagram } from '../../lib/picture/diagram.ts';
import { drawDataPath } from '../../lib/picture/draw-data-path.ts';
import { mermaidOf } from '../../lib/picture/mermaid.ts';
import { svgOf } from '../../lib/picture/svg.ts';
import { objectsOfGuard, objectsOfPeer } from '../support/pictures.ts';

const draw = (objects: readonly KubernetesObject[], cluster?: string) => drawDataPath(dataPathOf(objects), cluster);
const boxesOf = ({ groups, boxes }: Diagram) => [...groups.flatMap((group) => group.boxes), ...boxes];

const site = [
  ...objectsOfPeer({ lanInterface: 'eth0' }),
  ...objectsOfGuard({ ciliumVersion: '1.16' }),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'default' },
    spec: { addresses: [{ type: 'IPAddress', value: '192.168.1.220' }] },
  },
];

const eastern = objectsOfPeer({
  name: 'east',
  namespace: 'east',
  replicas: 2,
  immutableFields: { podManagementPolicy: 'OrderedReady' },
  nodeSelector: { role: 'router' },
  networks: ['192.168.1.0/24', '10.9.0.0/16'],
  interfaceName: 'wt1',
  wireguardPort: 51821,
});

test('a guarded peer, as Mermaid', () => {
  expect(mermaidOf(draw(site))).toMatchSnapshot();
});

test('a guarded peer, as SVG', async () => {
  expect(await svgOf(draw(site))).toMatchSnapshot();
});

test('two peers share the mesh and the networks that they have in common', () => {
  const diagram = draw([...site, ...eastern], 'home');
  expect(diagram.title).toContain('of the cluster home');
  expect(diagram.groups.map(({ lines }) => lines)).toEqual([
    ['Node k8s-worker1'],
    ['2 nodes', 'with role=router', 'one replica on each'],
  ]);
  expect(
    diagram.boxes.filter(({ kind }) => kind === 'mesh' || kind === 'network').map(({ lines }) => lines[0]),
  ).toEqual(['NetBird mesh', '192.168.1.0/24', '10.9.0.0/16', 'Gateway public']);
  expect(mermaidOf(diagram)).toMatchSnapshot();
});

test('a Gateway is behind the network that its address is in', () => {
  const { arrows } = draw(site);
  expect(arrows.filter(({ to }) => to.startsWith('gateway'))).toEqual([
    { from: 'network1', to: 'gateway1', kind: 'forward' },
  ]);
});

test('routes are told to the mesh of the peers that have their networks', () => {
  const routes = Array.from({ length: 6 }, (_, index) => ({
    network: `192.168.${index}.0/24`,
    peer: 'p',
    groups: ['All'],
  }));
  const data = { 'routes.json': JSON.stringify({ routes }) };
  const diagram = draw([...site, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data }]);
  expect(diagram.boxes.find(({ kind }) => kind === 'routes')).toEqual({
    id: 'routes1',
    kind: 'routes',
    lines: [
      'routes in NetBird',
      ...[0, 1, 2, 3].map((index) => `192.168.${index}.0/24 by p`),
      'and 2 more',
      'for the group All',
    ],
  });
  expect(diagram.arrows.filter(({ from }) => from === 'routes1')).toEqual([
    { from: 'routes1', to: 'mesh1', kind: 'supply', label: 'routes' },
  ]);
});

test('routes for different groups say each whom they are for', () => {
  const routes = [
    { network: '192.168.1.0/24', peer: 'p', groups: ['All'] },
    { network: '10.9.0.0/16', peer: 'q', groups: ['admins', 'developers'] },
    { network: '10.8.0.0/16', peerGroup: 'routers', groups: [] },
  ];
  const data = { 'routes.json': JSON.stringify({ routes }) };
  const { boxes } = draw([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data }]);
  expect(boxes[0]?.lines.slice(1)).toEqual([
    '192.168.1.0/24 by p',
    'for the group All',
    '10.9.0.0/16 by q',
    'for the groups admins, developers',
    '10.8.0.0/16 by routers',
  ]);
});

/** The objects of a peer of the same account, in another place. */
const another = (props: Parameters<typeof objectsOfPeer>[0] = {}) =>
  objectsOfPeer({ name: 'another', namespace: 'another', interfaceName: 'wt1', ...props });
const meshesOf = ({ boxes }: Diagram) => boxes.filter(({ kind }) => kind === 'mesh').map(({ lines }) => lines[1]);

test('a peer that does not masquerade is in the mesh of the others of its account', () => {
  const silent = { masquerade: false };
  expect(meshesOf(draw([...objectsOfPeer(), ...another(silent)]))).toEqual(['100.109.0.0/16']);
  expect(meshesOf(draw([...another(silent), ...objectsOfPeer()]))).toEqual(['100.109.0.0/16']);
  const elsewhere = another({ ...silent, managementUrl: 'https://elsewhere.example.org' });
  expect(meshesOf(draw([...objectsOfPeer(), ...elsewhere]))).toEqual(['100.109.0.0/16', 'other peers']);
});

const nodeConfig = (devices: string): KubernetesObject => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNodeConfig',
  metadata: { name: 'a', namespace: 'kube-system' },
  spec: { nodeSelector: {}, defaults: { devices } },
});
const policies = (admission: 'Deny' | 'Warn') =>
  objectsOfGuard({ ciliumVersion: '1.16', admission }).filter(({ kind }) => kind !== 'CiliumNodeConfig');

test.each<[string, readonly KubernetesObject[], readonly string[]]>([
  ['devices that leave wt0 out', [nodeConfig('enp+')], ['tunnel1 keep-out guard1']],
  ['devices that exclude it', [nodeConfig('!wt0 wt+ eth+')], ['tunnel1 keep-out guard1', 'guard1 pin lan1']],
  [
    'a prefix that selects the interface to the LAN',
    [nodeConfig('eth+')],
    ['tunnel1 keep-out guard1', 'guard1 pin lan1'],
  ],
  ['devices that select wt0', [nodeConfig('eth0 wt+')], ['guard1 pin tunnel1', 'guard1 pin lan1']],
  ['devices that select it, and policies', [nodeConfig('wt0'), ...policies('Deny')], ['guard1 pin tunnel1']],
  ['policies that refuse', policies('Deny'), ['tunnel1 keep-out guard1']],
  ['policies that only warn', policies('Warn'), []],
])('what Cilium uses, and what it does not, with %s', (_, guard, expected) => {
  const { arrows } = draw([...objectsOfPeer({ lanInterface: 'eth0' }), ...guard]);
  const ofGuard = arrows.filter(({ from, to }) => [from, to].includes('guard1'));
  expect(ofGuard.map(({ from, kind, to }) => `${from} ${kind} ${to}`)).toEqual(expected);
});

test('a DaemonSet runs on each node', () => {
  const spec = { template: { spec: { containers: [{ image: 'netbird' }], nodeSelector: { role: 'router' } } } };
  const diagram = draw([{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' }, spec }]);
  expect(diagram.groups[0]).toMatchObject({
    lines: ['Each node', 'with role=router'],
    boxes: [{ lines: ['wt0', 'DaemonSet a'] }],
  });
});

test('what is not known is not drawn', () => {
  const bare = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'a' } };
  const diagram = draw([{ ...bare, spec: { template: { spec: { containers: [{ image: 'netbird' }] } } } }]);
  expect(boxesOf(diagram).map(({ lines }) => lines)).toEqual([
    ['wt0', 'a-0'],
    ['NetBird mesh', 'other peers'],
  ]);
  expect(diagram.arrows).toEqual([{ from: 'mesh1', to: 'tunnel1', kind: 'tunnel', label: 'WireGuard' }]);
});

test('the SVG says what it shows to those who do not see it, and keeps its text as text', async () => {
  const svg = await svgOf(draw(site));
  expect(svg).toMatch(/^<svg class="data-path" role="graphics-document document"[^>]*>\n<title>The data path: /);
  expect(svg).toContain('wt0 on Node k8s-worker1 is kept out of Cilium on Node k8s-worker1.');
  expect(svg).toContain('>192.168.1.0/24</text>');
  expect(svg.match(/<title>/g)).toHaveLength(1);
});

test('several SVGs can stand in one page: no id is in any of them', async () => {
  expect(await svgOf(draw(site))).not.toMatch(/\sid=/);
});

test('an SVG that is drawn again is the same, byte for byte', async () => {
  expect(await svgOf(draw(site))).toBe(await svgOf(draw(site)));
});

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"]',
    '<br>',
    '&lt;',
    '\\N',
    '%%',
    '#quot;',
    '`',
    '-->',
    '</title><script>',
    '\u0000',
    '\ud800',
    ']]>',
  ),
  fc.string({
    unit: fc.constantFrom('"', '#', '<', '&', '\\', '[', '{', '(', '|', '\n', '_', '*', '`', 'a', ' ', ';'),
  }),
);
const box = (kind: Box['kind']) => fc.array(odd, { minLength: 1, maxLength: 3 }).map((lines) => ({ kind, lines }));

/** Diagrams of any labels. */
const diagrams = fc.record({ title: odd, group: odd, label: odd, one: box('interface'), other: box('guard') }).map(
  ({ title, group, label, one, other }): Diagram => ({
    title,
    groups: [{ id: 'node1', lines: [group], boxes: [{ id: 'a', ...one }] }],
    boxes: [{ id: 'b', ...other }],
    arrows: [{ from: 'a', to: 'b', kind: 'keep-out', label }],
  }),
);

/** What Mermaid reads as one label: no character in it means anything to Mermaid, Markdown or HTML. */
const LABEL = String.raw`"(?:[^"#<>&${'`'}*~\\[\]{}|;$']|#\d+;|<br>)*"`;

test('whatever a label is, it stays inside its quotes in Mermaid', () => {
  const lines = [
    /^%%\{init: .*\}%%$/,
    /^flowchart TB$/,
    /^ {2}accTitle: [^#;{}\n]*$/,
    new RegExp(`^  subgraph node1\\[${LABEL}\\]$`),
    new RegExp(`^    a\\[${LABEL}\\]$`),
    /^ {2}end$/,
    new RegExp(`^  b\\{\\{${LABEL}\\}\\}$`),
    new RegExp(`^  a -\\. ${LABEL} \\.-x b$`),
  ];
  fc.assert(
    fc.property(diagrams, (diagram) => {
      const drawn = mermaidOf(diagram).split('\n');
      expect(drawn).toHaveLength(lines.length);
      for (const [index, line] of lines.entries()) expect(drawn[index]).toMatch(line);
    }),
  );
});

test('whatever a label is, the SVG is well-formed and has it as text', async () => {
  await fc.assert(
    fc.asyncProperty(diagrams, async (diagram) => {
      const svg = await svgOf(diagram);
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toContain('<script');
    }),
    { numRuns: 40 },
  );
});

test('entities and backslashes are shown as they are written', async () => {
  const boxes: Box[] = [{ id: 'a', kind: 'network', lines: ['&lt; &amp; \\N \\l'] }];
  expect(await svgOf({ title: '', groups: [], boxes, arrows: [] })).toContain('>&amp;lt; &amp;amp; \\N \\l</text>');
});

/** Tags that do not close one another, and text that XML does not allow. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const style = xml.indexOf('<style>');
  const text = xml.slice(0, style) + xml.slice(xml.indexOf('</style>') + '</style>'.length);
  for (const [token] of text.matchAll(/<[^>]*>|[^<]+/g)) {
    const [, closes, name, closed] = /^<(\/?)([a-z]+)(?: [\w:-]+="[^"<]*"|\n)*\s*(\/?)>$/.exec(token) ?? [];
    if (name === undefined) {
      if (/[<>]|&(?!(amp|lt|gt|quot|#\d+);)|[^\P{Cc}\n]|\p{Cs}/u.test(token)) wrong.push(token);
    } else if (closes === '/') {
      if (open.pop() !== name) wrong.push(token);
    } else if (closed !== '/') {
      open.push(name);
    }
  }
  return [...wrong, ...open];
}

test('any objects whatsoever are drawn', async () => {
  const anything = fc.anything({ withNullPrototype: true });
  const container = fc.record({ image: fc.constantFrom('netbird', 5), env: anything, volumeMounts: anything });
  const object = fc.record({
    apiVersion: fc.oneof(fc.constant('gateway.networking.k8s.io/v1'), anything),
    kind: fc.constantFrom(
      'StatefulSet',
      'Gateway',
      'CiliumNodeConfig',
      'SecretProviderClass',
      'ExternalSecret',
      'ConfigMap',
      'ValidatingAdmissionPolicy',
    ),
    metadata: fc.oneof(anything, fc.record({ name: odd, namespace: odd })),
    spec: fc.oneof(
      anything,
      fc.record({
        replicas: anything,
        validations: anything,
        jobTemplate: anything,
        template: fc.oneof(
          anything,
          fc.record({
            spec: fc.record({
              containers: fc.oneof(anything, fc.tuple(container)),
              initContainers: anything,
              nodeSelector: anything,
              volumes: anything,
            }),
          }),
        ),
      }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 4 }), async (objects) => {
      const diagram = draw(objects as unknown as KubernetesObject[]);
      expect(mermaidOf(diagram)).toContain('flowchart');
      expect(await svgOf(diagram)).toContain('</svg>');
    }),
    { numRuns: 60 },
  );
});
