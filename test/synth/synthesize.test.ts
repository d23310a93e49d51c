import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesBelow, inTemporaryFolder, root, runNode } from '../support/repository.ts';
import { runSite, writeSite } from '../support/small-site.ts';

/** A folder with a site that is synthesized already, and changed since. */
function withOldOutput<T>(use: (folder: string, before: Record<string, string>) => T): T {
  return inTemporaryFolder((folder) => {
    writeSite(folder, { one: 'old', two: 'old', gone: 'old' });
    expect(runSite(folder).status).toBe(0);
    writeSite(folder, { one: 'new', two: 'old', added: 'new' });
    return use(folder, filesBelow(join(folder, 'dist')));
  });
}

const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('dist.'));

test('the first synth writes one file for each object, and says so', () => {
  inTemporaryFolder((folder) => {
    writeSite(folder, { one: 'a', two: 'b' });
    const { status, stdout, stderr } = runSite(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.replace(/\d+\.\d\d s/, '0.00 s')).toBe(`  app    2 objects   2 added
      added    app/ConfigMap.one.k8s.yaml
      added    app/ConfigMap.two.k8s.yaml
dist/ written, 0.00 s
`);
    expect(filesBelow(join(folder, 'dist'))).toEqual({
      'app/ConfigMap.one.k8s.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n  namespace: default\ndata:\n  value: a\n',
      'app/ConfigMap.two.k8s.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n  namespace: default\ndata:\n  value: b\n',
    });
  });
});

test('the next one adds, changes and removes files, and leaves nothing else behind', () => {
  withOldOutput((folder) => {
    const { status, stdout } = runSite(folder);
    expect(status).toBe(0);
    expect(stdout).toContain('1 added, 1 changed, 1 removed');
    expect(Object.keys(filesBelow(join(folder, 'dist')))).toEqual([
      'app/ConfigMap.added.k8s.yaml',
      'app/ConfigMap.one.k8s.yaml',
      'app/ConfigMap.two.k8s.yaml',
    ]);
    expect(leftovers(folder)).toEqual([]);
  });
});

test('a refused site leaves the output byte for byte, shows every problem of every construct, and exits with 1', () => {
  withOldOutput((folder, before) => {
    const more = `
      new NetbirdRoutingPeer(chart, 'routing-peer', { ...{}, version: '0.66.2', managementUrl: 'https://a.example',
        hostname: 'a', setupKey: 'secret', overlay: '100.109.0.0/16', networks: ['192.168.1.5/24'] });
      new CiliumDeviceGuard(chart, 'guard', { devices: ['eth0', 'w+'], forbid: ['wt0'], nodeSelector: { a: 'b' } });`;
    writeSite(folder, { one: 'new' }, more);
    const { status, stdout, stderr } = runSite(folder);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`main.ts is refused: 3 problems, dist/ is as it was

  app/routing-peer   networks[0] = "192.168.1.5/24"
      Host bits are set. Write "192.168.1.0/24".
  app/routing-peer   setupKey
      A setup key is never written here: it would stay in Git for ever. Say where it comes from, for example SetupKey.fromOpenBao({ … }); revoke one that was committed.
  app/guard   devices[1] = "w+"
      It selects wt0 on every version: a + at the end makes a prefix of it. Name the interfaces that Cilium shall use, for example ["eth0"].
`);
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
    expect(leftovers(folder)).toEqual([]);
  });
});

test('warnings, and what must hold elsewhere, are printed below the summary, and stop nothing', () => {
  inTemporaryFolder((folder) => {
    const guard = `new CiliumDeviceGuard(chart, 'guard', { devices: ['eth0'], forbid: ['wt0'], nodeSelector: { a: 'b' },
      admission: 'none', ciliumVersion: '1.18', helmValues: { bpf: { tproxy: true } } });`;
    writeSite(folder, {}, guard);
    const { status, stdout, stderr } = runSite(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`
1 warning

  app/guard   Helm values: bpf.tproxy = "true"
      the hairpin drop is back on Cilium 1.18: Should wt0 ever be a device, replies of the L7 load balancer are lost there, as on 1.16. (cilium#44982) Write false, or take it out.

what must hold outside of this site

  app/guard
      No CiliumL2AnnouncementPolicy is part of this site. If Cilium announces addresses, none of its policies may select a=b.

dist/ written, `);
  });
});

test('without an output, a refused site says that nothing was written', () => {
  inTemporaryFolder((folder) => {
    writeSite(folder, {});
    const { status, stderr } = runSite(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(`main.ts is refused: 1 problem, nothing was written

  the site
      It has no objects. Compose at least one construct in a Chart.
`);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });
});

test('a program that makes no site is no program whose output is up to date', () => {
  withOldOutput((folder, before) => {
    writeFileSync(join(folder, 'main.ts'), 'export {};');
    expect(runSite(folder)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'main.ts makes nothing: it does not call synthesize((site) => { … }).\n',
    });
    writeFileSync(join(folder, 'main.ts'), 'process.exit(3);');
    expect(runSite(folder)).toMatchObject({ status: 3, stdout: '', stderr: '' });
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('a second site does not replace the first', () => {
  inTemporaryFolder((folder) => {
    writeSite(folder, { one: 'a' });
    appendFileSync(join(folder, 'main.ts'), "synthesize((site) => void new Chart(site, 'other'));\n");
    const { status, stderr } = runSite(folder);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'main.ts calls synthesize() more than once; dist/ is what the first call left.\n\nMake all charts in one call.\n',
    });
    expect(Object.keys(filesBelow(join(folder, 'dist')))).toEqual(['app/ConfigMap.one.k8s.yaml']);
  });
});

test('an error in the program leaves the output byte for byte, shows where it is, and exits with 1', () => {
  withOldOutput((folder, before) => {
    writeSite(folder, { one: 'new' }, 'undefined.field;');
    const { status, stderr } = runSite(folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^main\.ts failed, dist\/ is as it was\n\nTypeError: .*\n.*main\.ts/);
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('a site that would be composed later is refused, not written by halves', () => {
  withOldOutput((folder, before) => {
    writeSite(folder, { one: 'new' }, 'return Promise.resolve();');
    const { status, stderr } = runSite(folder);
    expect(status).toBe(1);
    expect(stderr).toContain('It is composed by an async function: ');
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('an output that cannot be written stays as it was', () => {
  withOldOutput((folder, before) => {
    const preload = join(folder, 'no-space.cjs');
    writeFileSync(
      preload,
      `const fs = require('node:fs');
       fs.writeFileSync = () => { throw Object.assign(new Error('ENOSPC: no space left on device'), { syscall: 'write' }); };
       require('node:module').syncBuiltinESMExports();`,
    );
    const { status, stderr } = runSite(folder, {}, ['--require', preload]);
    expect(status).toBe(1);
    expect(stderr).toBe(`dist/ cannot be used: 1 problem, dist/ is as it was

  dist
      ENOSPC: no space left on device. Mend that, and run it again.
`);
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
    expect(leftovers(folder)).toEqual([]);
  });
});

// The moments at which a synth touches the disk, in their order.
test.each(['mkdirSync 1', 'writeFileSync 1', 'writeFileSync 3', 'renameSync 1', 'renameSync 2', 'rmSync 2'])(
  'killed right before %s, the output is whole, and the next command puts everything in order',
  (moment) => {
    withOldOutput((folder, before) => {
      const killed = runSite(folder, { DIE_AT: moment }, ['--require', join(root, 'test/support/die-at.cjs')]);
      expect(killed.status).toBeNull();

      const betweenRenames = !existsSync(join(folder, 'dist'));
      const left = filesBelow(join(folder, betweenRenames ? 'dist.previous' : 'dist'));
      const swapped = moment === 'rmSync 2';
      expect(betweenRenames).toBe(moment === 'renameSync 2');
      expect(left['app/ConfigMap.one.k8s.yaml'] === before['app/ConfigMap.one.k8s.yaml']).toBe(!swapped);
      expect(Object.keys(left)).toHaveLength(3);

      // A refused site is the next command: it writes nothing, so what it leaves is what it restored.
      writeSite(folder, {}, 'new Chart(site, "Not A Folder");');
      expect(runSite(folder).status).toBe(1);
      expect(filesBelow(join(folder, 'dist'))).toEqual(left);
      expect(leftovers(folder)).toEqual([]);
    });
  },
);

test('a file that synth did not make is never deleted', () => {
  withOldOutput((folder) => {
    writeFileSync(join(folder, 'dist', 'notes.md'), 'mine');
    const before = filesBelow(join(folder, 'dist'));
    const { status, stderr } = runSite(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(`dist/ holds what synth did not make: 1 problem, dist/ is as it was

  dist/notes.md
      Synth did not make this file; it replaces dist/ as a whole, and would delete it. Move it out of dist/, or delete it.
`);
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('the same site is the same bytes in every folder, time zone and locale', () => {
  const environments: Record<string, string>[] = [
    { TZ: 'UTC', LC_ALL: 'C' },
    { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LC_ALL: 'sv_SE.UTF-8', CDK8S_DISABLE_SORT: 'yes' },
  ];
  const outputs = environments.map((env) =>
    inTemporaryFolder((folder) => {
      const output = join(folder, 'some where', 'else');
      mkdirSync(join(folder, 'some where'));
      expect(runNode(['main.ts'], { env: { ...env, CDK8S_OUTDIR: output } }).status).toBe(0);
      return filesBelow(output);
    }),
  );
  expect(outputs[1]).toEqual(outputs[0]);
  expect(outputs[2]).toEqual(outputs[0]);
});
