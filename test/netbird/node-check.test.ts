import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type NodeCheckProps, nodeCheckScript } from '../../lib/netbird/node-check.ts';
import { Cidr } from '../../lib/network/cidr.ts';
import { parseInterfaceName } from '../../lib/network/interface-name.ts';
import { routingPeer } from '../support/routing-peer.ts';

const props: NodeCheckProps = {
  networks: [Cidr.parse('192.168.1.0/24')],
  lanInterface: undefined,
  interfaceName: parseInterfaceName('wt0'),
  loadsKernelModule: true,
};

const checkNode = (more = {}) => routingPeer(more).statefulSet.toJson().spec.template.spec.initContainers[0];

test('it comes first, so that no rule is set on a node that cannot route', () => {
  const { initContainers } = routingPeer().statefulSet.toJson().spec.template.spec;
  expect(initContainers.map(({ name }: { name: string }) => name)).toEqual(['check-node', 'setup-iptables']);
});

test('it can write nothing: not root, no capability, no file', () => {
  expect(checkNode().securityContext).toEqual({
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 65534,
    runAsGroup: 65534,
    capabilities: { drop: ['ALL'] },
  });
  expect(checkNode().volumeMounts).toBeUndefined();
});

test('not even where the client is privileged', () => {
  expect(checkNode({ privileged: true }).securityContext).toEqual(checkNode().securityContext);
});

test('its last line is in the status of the pod', () => {
  expect(checkNode().terminationMessagePolicy).toBe('FallbackToLogsOnError');
});

test('the interface to the LAN is asked for only where a site names it', () => {
  expect(nodeCheckScript(props)).toMatch(/^set -eu\nseconds=0\n/);
  expect(nodeCheckScript({ ...props, lanInterface: parseInterfaceName('ens18') })).toMatch(
    /^set -eu\nlan_interface='ens18'\n/,
  );
});

test('each network is looked up by an address of its own', () => {
  const networks = ['192.168.1.0/24', '10.0.0.7/32'].map((network) => Cidr.parse(network));
  expect(nodeCheckScript({ ...props, networks }).match(/route get \S+/g)).toEqual([
    'route get 192.168.1.1',
    'route get 10.0.0.7',
  ]);
});

test('the tunnel interface is looked for by its name', () => {
  const script = nodeCheckScript({ ...props, interfaceName: parseInterfaceName('wt7') });
  expect(script).toContain(`tunnel='wt7'\n! ip link show dev "$tunnel" >/dev/null 2>&1 || printf`);
});

test('what an absent module means depends on who loads it', () => {
  const absent = (loadsKernelModule: boolean) =>
    /\|\| echo 'Module wireguard: (.*)'/.exec(nodeCheckScript({ ...props, loadsKernelModule }))?.[1];
  expect(absent(true)).toBe('not loaded yet; NetBird loads it, or tunnels in user space.');
  expect(absent(false)).toBe('not to be seen; if it is not built in, NetBird tunnels in user space, which is slower.');
});

test('no name of an interface is read by the shell', () => {
  const visible = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 15,
  });
  const names = visible.filter((name) => !/[/:%]/.test(name) && !/^\.{1,2}$/.test(name));
  // Stands in for what the script would ask, and tells what it is asked about.
  const stub = 'ip() { printf "%s\\n" "$4"; return 1; }; exec 2>&1;';
  fc.assert(
    fc.property(names, (name) => {
      const script = nodeCheckScript({ ...props, lanInterface: parseInterfaceName(name) });
      const { stdout } = spawnSync('/bin/sh', ['-c', `${stub}\n${script.replace(' >/dev/null 2>&1', '')}`], {
        encoding: 'utf8',
      });
      expect(stdout.split('\n')[0]).toBe(name);
      expect(stdout).toContain(`This node has no interface ${name}, but has `);
    }),
    { numRuns: 60 },
  );
});
