import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cloneInto, inTemporaryFolder, root, runNode } from '../support/repository.ts';

const picture = (cwd: string, ...args: string[]) => runNode(['lib/cli.ts', 'picture', ...args], { cwd });

function inClone(use: (folder: string) => void): void {
  inTemporaryFolder((parent) => use(cloneInto(join(parent, 'clone'))));
}

/** Replaces the site of the clone. */
function writeMain(folder: string, site: string): void {
  writeFileSync(
    join(folder, 'main.ts'),
    `import { ApiObject, Chart } from 'cdk8s';
import { Cluster, NetbirdRoutingPeer, SetupKey, synthesize } from './lib/index.ts';
const peer = {
  version: '0.66.2', managementUrl: 'https://netbird.example.org', hostname: 'router',
  setupKey: SetupKey.fromSecret({ name: 'key', key: 'KEY' }),
  overlay: '100.109.0.0/16', networks: ['192.168.1.0/24'],
};
synthesize((site) => { ${site} });
`,
  );
}

const TWO_CLUSTERS = `
  new NetbirdRoutingPeer(new Chart(new Cluster(site, 'east', { server: 'https://east.example.org' }), 'netbird'), 'peer', peer);
  new NetbirdRoutingPeer(new Chart(new Cluster(site, 'west'), 'netbird'), 'peer', { ...peer, hostname: 'western' });
`;

test('the picture of the site is printed, as Mermaid or as SVG', () => {
  expect(picture(root)).toMatchObject({ status: 0, stdout: expect.stringContaining('flowchart TB'), stderr: '' });
  expect(picture(root, '--format', 'svg')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^<svg /) });
});

test('the ending of the output says what is written', () => {
  inClone((folder) => {
    expect(picture(folder, '--output', 'site.svg')).toMatchObject({ status: 0, stdout: 'site.svg written\n' });
    expect(readFileSync(join(folder, 'site.svg'), 'utf8')).toBe(picture(folder, '--format', 'svg').stdout);
  });
});

test('documents keep everything but what stands between the markers', () => {
  inClone((folder) => {
    const drawn = picture(folder).stdout;
    writeFileSync(
      join(folder, 'README.md'),
      'before\n<!-- picture:begin -->\nold\n<!-- picture:end -->\nbetween `<!-- picture:begin -->`\n<!-- picture:begin -->\n<!-- picture:end -->',
    );
    expect(picture(folder, '--embed')).toMatchObject({ status: 0, stdout: 'README.md written\n' });
    const place = `<!-- picture:begin -->\n\`\`\`mermaid\n${drawn}\`\`\`\n<!-- picture:end -->`;
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(
      `before\n${place}\nbetween \`<!-- picture:begin -->\`\n${place}`,
    );
    expect(picture(folder, '--embed')).toMatchObject({ status: 0, stdout: 'README.md is up to date\n' });
  });
});

test('each cluster has a picture of its own', () => {
  inClone((folder) => {
    writeMain(folder, TWO_CLUSTERS);
    expect(picture(folder)).toMatchObject({
      status: 2,
      stderr: 'There is a picture for each cluster: add --cluster east, or --cluster west.\n',
    });
    expect(picture(folder, '--cluster', 'west').stdout).toContain('of the cluster west');
    writeFileSync(join(folder, 'README.md'), '<!-- picture:begin -->\r\n<!-- picture:end -->\r\n');
    expect(picture(folder, '--embed').status).toBe(0);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toMatch(/^<!-- picture:begin -->\r\n\*\*east\*\*\r\n\r\n```mermaid\r\n/);
    expect(readme.match(/```mermaid/g)).toHaveLength(2);
    expect(readme.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

test('a site that is refused is not drawn', () => {
  inClone((folder) => {
    writeMain(folder, '');
    expect(picture(folder)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^main\.ts is refused: 1 problem\n/),
    });
  });
});

test('a site without a routing peer has no picture', () => {
  inClone((folder) => {
    writeMain(
      folder,
      "new ApiObject(new Chart(site, 'app'), 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' } });",
    );
    expect(picture(folder)).toMatchObject({
      status: 2,
      stderr: 'main.ts makes no routing peer: there is nothing to draw.\n',
    });
  });
});

test('documents without a place for it are named as the reason', () => {
  inClone((folder) => {
    writeFileSync(join(folder, 'README.md'), 'no marker');
    const { status, stderr } = picture(folder, '--embed');
    expect(status).toBe(2);
    expect(stderr).toContain('Write <!-- picture:begin --> and <!-- picture:end -->');
  });
});

test.each([
  [['--format', 'png'], '--format png: There is no such choice. Write "mermaid" or "svg".'],
  [['--embed', '--output', 'a.svg'], '--embed writes Mermaid into all documents: it takes no other option.'],
  [
    ['--output', 'README.md'],
    '--output README.md would replace the whole document. Write the two lines into it, and use --embed.',
  ],
  [['--cluster', 'west'], 'The site names no clusters: leave out --cluster.'],
  [['--fromat', 'svg'], "Unknown option '--fromat'"],
  [['site.svg'], "Unexpected argument 'site.svg'"],
])('refused: %j', (args, reason) => {
  expect(picture(root, ...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(reason) });
});
