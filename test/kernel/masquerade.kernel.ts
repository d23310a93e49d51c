import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { routingPeer } from '../support/routing-peer.ts';
import { InitContainer } from './init-container.ts';
import { TestNetwork } from './network.ts';
import { isKernelThere, onKernel } from './on-kernel.ts';

const fact = onKernel('the init container setup-iptables');

const GATEWAY = '192.168.1.220';
const ELSEWHERE = '10.20.0.220';
const RULE = '-A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE';

let network: TestNetwork;
const setupIptables = InitContainer.ofOutput('setup-iptables');

beforeAll(async () => {
  if (isKernelThere) network = await TestNetwork.make();
});
afterAll(() => network?.remove());
beforeEach(() => {
  if (isKernelThere) network.worker1.run(['iptables', '-t', 'nat', '-F', 'POSTROUTING']);
});

const succeeded = { status: 0, stdout: '', stderr: '' };

function rules(): string[] {
  const { stdout } = network.worker1.run(['iptables', '-t', 'nat', '-S', 'POSTROUTING']);
  return stdout.split('\n').filter((line) => line.startsWith('-A'));
}

fact('without the rule, the gateway sees the overlay address, and its answer is lost', async () => {
  expect(await network.request(GATEWAY)).toEqual({ sawSource: '100.109.47.211', answered: false });
});

fact('with the rule, the gateway sees the node, and its answer arrives', async () => {
  expect(setupIptables.run(network)).toEqual(expect.objectContaining(succeeded));
  expect(await network.request(GATEWAY)).toEqual({ sawSource: '192.168.1.221', answered: true });
});

fact('two starts leave one rule', () => {
  setupIptables.run(network);
  expect(setupIptables.run(network)).toEqual(expect.objectContaining(succeeded));
  expect(rules()).toEqual([RULE]);
});

fact('a source outside the overlay keeps its address', async () => {
  setupIptables.run(network);
  expect(await network.request(GATEWAY, '100.110.0.7')).toEqual({ sawSource: '100.110.0.7', answered: false });
});

fact('on the way to another network, the overlay address stays', async () => {
  setupIptables.run(network);
  expect(await network.request(ELSEWHERE)).toEqual({ sawSource: '100.109.47.211', answered: false });
});

fact('without NET_ADMIN it fails, says so, and adds nothing', () => {
  const { status, stderr } = setupIptables.runWithout('NET_ADMIN', network);
  expect(status).not.toBe(0);
  expect(stderr).toContain('Permission denied (you must be root)');
  expect(rules()).toEqual([]);
});

fact('a rule that somebody else has removed comes back at the next start', async () => {
  setupIptables.run(network);
  expect(network.worker1.run(['iptables', '-t', 'nat', ...RULE.replace('-A', '-D').split(' ')]).status).toBe(0);
  expect(rules()).toEqual([]);
  setupIptables.run(network);
  expect(rules()).toEqual([RULE]);
  expect(await network.request(GATEWAY)).toEqual({ sawSource: '192.168.1.221', answered: true });
});

fact('with several networks, each one is masqueraded, and a third is not', async () => {
  const peer = routingPeer({ networks: ['192.168.1.0/24', '10.20.0.0/16'] });
  expect(new InitContainer(peer.statefulSet.toJson(), 'setup-iptables').run(network).status).toBe(0);
  expect(rules()).toEqual([RULE, '-A POSTROUTING -s 100.109.0.0/16 -d 10.20.0.0/16 -j MASQUERADE']);
  expect(await network.request(GATEWAY)).toEqual({ sawSource: '192.168.1.221', answered: true });
  expect(await network.request(ELSEWHERE)).toEqual({ sawSource: '192.168.1.221', answered: true });
  expect(await network.request('10.30.0.220')).toEqual({ sawSource: '100.109.47.211', answered: false });
});
