import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { routingPeer } from '../support/routing-peer.ts';
import { InitContainer } from './init-container.ts';
import { TestNetwork } from './network.ts';
import { isKernelThere, onKernel } from './on-kernel.ts';

const fact = onKernel('the init container check-node');

let network: TestNetwork;
const checkNode = InitContainer.ofOutput('check-node');

beforeAll(async () => {
  if (isKernelThere) network = await TestNetwork.make();
});
afterAll(() => network?.remove());
beforeEach(() => {
  if (isKernelThere) forward(1);
});

function forward(value: 0 | 1): void {
  network.worker1.run(['sh', '-c', `echo ${value} > /proc/sys/net/ipv4/ip_forward`]);
}

function onLan(lanInterface: string): InitContainer {
  return new InitContainer(routingPeer({ lanInterface }).statefulSet.toJson(), 'check-node');
}

/** Everything below /proc/sys/net that the script could have changed. */
function sysctls(): string {
  return network.worker1.run(['sh', '-c', 'grep -r . /proc/sys/net/ipv4 2>/dev/null | sort']).stdout;
}

fact('a node that forwards passes, and its log says which way the networks are', () => {
  const { status, stdout, stderr } = checkNode.run(network);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('net.ipv4.ip_forward is 1.\n');
  expect(stdout).toMatch(/^Way to 192\.168\.1\.0\/24: 192\.168\.1\.1 dev eth0 src 192\.168\.1\.221/m);
});

fact('a tunnel interface that the peer before has left is a line of the log', () => {
  const { status, stdout } = checkNode.run(network);
  expect(status).toBe(0);
  expect(stdout).toContain('wt0 is there already, left by the peer before this one.\n');
});

fact('the interface to the LAN is there', () => {
  expect(onLan('eth0').run(network)).toMatchObject({ status: 0, stderr: '' });
});

fact('without the interface to the LAN it fails in one line, which names those that there are', () => {
  const { status, stdout, stderr } = onLan('ens18').run(network);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^This node has no interface ens18, but has lo .*eth0.*: correct lanInterface .*docs\/nodes\.md\.\n$/,
  );
});

fact('a node that begins to forward while it is waited for passes', () => {
  forward(0);
  // What a shell other than its own would do; its own may write nothing.
  const prelude = 'sleep() { echo 1 > /proc/sys/net/ipv4/ip_forward; }';
  const { status, stdout } = checkNode.run(network, { capabilities: ['NET_ADMIN'], prelude });
  expect(status).toBe(0);
  expect(stdout).toContain('net.ipv4.ip_forward is 0: waiting for it, 120 s at most.\nnet.ipv4.ip_forward is 1.\n');
});

fact('a node that does not forward for 120 s fails in one line, which says what to set', () => {
  forward(0);
  const { status, stdout, stderr } = checkNode.run(network, { prelude: 'sleep() { echo "slept $1"; }' });
  expect(status).toBe(1);
  expect(stdout.match(/slept \d+/g)).toEqual(Array(24).fill('slept 5'));
  expect(stderr).toMatch(/^net\.ipv4\.ip_forward is still 0 after 120 s: set it to 1 on the node .*\n$/);
});

fact('nothing on the node is another after it', () => {
  const before = sysctls();
  expect(checkNode.run(network).status).toBe(0);
  expect(sysctls()).toBe(before);
});
