import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../support/repository.ts';

// What the documents tell a person to type is true for what dist/ holds.

const documents = ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()];
const runbooks = documents.filter((file) => file === 'README.md' || file.startsWith('docs/runbooks/'));
const objects = globSync('dist/**/*.k8s.yaml', { cwd: root }).map((file) =>
  parse(readFileSync(join(root, file), 'utf8')),
);
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);

/** Lines of shell without their comments, continued ones as one; what stands between backticks in a text, too. */
function commandsOf(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const blocks = [...text.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].flatMap(([, block]) => (block ?? '').split('\n'));
  const inline = [...text.replaceAll(/^ *```.*?^ *```$/gms, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
  return [...blocks, ...inline].map((line) => line.replace(/ # .*/, '').trim());
}

const kubectl = runbooks.flatMap((document) =>
  commandsOf(document)
    .filter((command) => /\bkubectl\b/.test(command))
    .map((command) => [document, command] as const),
);

/** Names of a kind in dist/, and those that others make of them. */
const named = (kind: string): string[] =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
const statefulSets = objects.filter(({ kind }) => kind === 'StatefulSet');
const pods = statefulSets.map(({ metadata }) => `${metadata.name}-0`);
const claims = statefulSets.flatMap(({ metadata, spec }) =>
  spec.volumeClaimTemplates.map((claim: { metadata: { name: string } }) => `${claim.metadata.name}-${metadata.name}-0`),
);
const synced = objects.flatMap(({ kind, spec }) =>
  kind === 'SecretProviderClass'
    ? (spec.secretObjects ?? []).map(({ secretName }: { secretName: string }) => secretName)
    : [],
);

/** What is not of this project: Cilium's, the system to adopt, a placeholder, a pod and a snapshot of a runbook. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  namespace: [...named('Namespace')],
  statefulset: named('StatefulSet'),
  pod: [...pods, 'restore'],
  pvc: claims,
  service: named('Service'),
  serviceaccount: named('ServiceAccount'),
  secret: synced,
  secretproviderclass: [...named('SecretProviderClass'), 'netbird-secrets'],
  ciliumnodeconfig: named('CiliumNodeConfig'),
  application: [...named('Application'), 'OLD'],
  applicationset: ['netbird'],
  appproject: named('AppProject'),
  daemonset: ['cilium'],
  configmap: ['cilium-config'],
  volumesnapshot: pods,
  node: ['k8s-worker1', 'k8s-worker2'],
};

test('there are commands to look at', () => {
  expect(kubectl.length).toBeGreaterThan(60);
  expect([...pods, ...claims, ...synced]).toEqual([
    'netbird-peer-0',
    'netbird-config-netbird-peer-0',
    'netbird-setup-key',
  ]);
});

test.each(kubectl)('%s: %s names what is there', (_, command) => {
  const namespaces = [...named('Namespace'), 'argocd', 'kube-system'];
  for (const [, namespace] of command.matchAll(/ -n ([a-z-]+)/g)) expect(namespaces).toContain(namespace);
  for (const [, kind = '', name] of command.matchAll(KIND_AND_NAME)) expect(KNOWN[kind]).toContain(name);
  for (const [, pod] of command.matchAll(/ exec (?:-i )?([a-z0-9-]+) /g)) expect(KNOWN.pod).toContain(pod);
  for (const [, container] of command.matchAll(/ -c ([a-z-]+)/g))
    expect(['netbird', 'cilium-agent']).toContain(container);
  for (const [, path = ''] of command.matchAll(/(dist\/[\w./-]+)/g)) expect(existsSync(join(root, path))).toBe(true);
});

/** `statefulset/netbird-peer`, `statefulset netbird-peer`; not `statefulset,pod`, and no option. */
const KIND_AND_NAME = new RegExp(
  `(?<![\\w/,.-])(${Object.keys(KNOWN).join('|')})[ /](?!-)([A-Za-z0-9][A-Za-z0-9.-]*)(?=[\\s,;\`]|$)`,
  'g',
);

test.each(documents)('the npm scripts that %s names are there', (document) => {
  for (const command of commandsOf(document)) {
    for (const [, script] of command.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g))
      expect(scripts).toContain(script);
  }
});

test.each(documents)('the links of %s lead to a file, and to a heading in it', (document) => {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/^ *```.*?^ *```$/gms, '');
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? document : join(dirname(document), file);
    expect([target, existsSync(join(root, path))]).toEqual([target, true]);
    if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor);
  }
});

/** As GitHub makes them. */
function anchorsOf(document: string): string[] {
  const headings = readFileSync(join(root, document), 'utf8').replaceAll(/^ *```.*?^ *```$/gms, '');
  return [...headings.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
