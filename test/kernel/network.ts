import { randomUUID } from 'node:crypto';
import type { Outcome } from '../support/repository.ts';
import { Host } from './host.ts';
import { findNamespaces } from './machine.ts';

/** What came of a request: the address that the gateway saw, if any, and whether its answer arrived. */
export interface Exchange {
  readonly sawSource: string | undefined;
  readonly answered: boolean;
}

const GATEWAY_ADDRESSES = ['192.168.1.220', '10.20.0.220', '10.30.0.220'];

/**
 * The design document's data path without its tunnel: the VPS on the overlay, the routing peer's node, the gateway on
 * the LAN. The gateway knows no way to the overlay; its default route leads to a router that is not there.
 */
export class TestNetwork {
  readonly vps: Host;
  readonly worker1: Host;
  readonly gateway: Host;

  private constructor(vps: Host, worker1: Host, gateway: Host) {
    this.vps = vps;
    this.worker1 = worker1;
    this.gateway = gateway;
  }

  static async make(): Promise<TestNetwork> {
    const namespaces = findNamespaces();
    if (namespaces === undefined) throw new Error('The test network cannot be made on this machine.');
    const worker1 = await Host.start(namespaces);
    const [vps, gateway] = await Promise.all([Host.start(namespaces, worker1), Host.start(namespaces, worker1)]);
    const network = new TestNetwork(vps, worker1, gateway);
    network.connect();
    for (const address of GATEWAY_ADDRESSES) await gateway.ask({ name: 'listen', address });
    return network;
  }

  private connect(): void {
    const { vps, worker1, gateway } = this;
    ip(worker1, [
      `link add wt0 type veth peer name wt0 netns ${vps.pid}`,
      `link add eth0 type veth peer name eth0 netns ${gateway.pid}`,
      'address add 100.109.244.71/16 dev wt0',
      'address add 192.168.1.221/24 dev eth0',
      'link set wt0 up',
      'link set eth0 up',
      'route add 100.110.0.0/16 dev wt0',
      'route add 10.20.0.0/16 via 192.168.1.220',
      'route add 10.30.0.0/16 via 192.168.1.220',
    ]);
    ip(vps, [
      'address add 100.109.47.211/16 dev wt0',
      'address add 100.110.0.7/32 dev wt0',
      'link set wt0 up',
      'route add 192.168.1.0/24 via 100.109.244.71',
      'route add 10.20.0.0/16 via 100.109.244.71',
      'route add 10.30.0.0/16 via 100.109.244.71',
    ]);
    ip(gateway, [
      'address add 192.168.1.220/24 dev eth0',
      'address add 10.20.0.220/32 dev eth0',
      'address add 10.30.0.220/32 dev eth0',
      'link set eth0 up',
      'route add default via 192.168.1.1',
    ]);
    set(worker1, 'net/ipv4/ip_forward', 1);
    // With either filter a kernel drops what it has no route back to, before anybody sees it.
    set(gateway, 'net/ipv4/conf/all/rp_filter', 0);
    set(gateway, 'net/ipv4/conf/eth0/rp_filter', 0);
  }

  /** Sends a request from an address of the VPS to one of the gateway, and tells what came of it. */
  async request(to: string, from = '100.109.47.211'): Promise<Exchange> {
    const text = randomUUID();
    await this.vps.ask({ name: 'send', text, from, to });
    const sawSource = await this.gateway.ask({ name: 'source', text });
    return { sawSource, answered: (await this.vps.ask({ name: 'answer', text })) === text };
  }

  /** The processes, and with them the namespaces. */
  remove(): void {
    for (const host of [this.vps, this.worker1, this.gateway]) host.stop();
  }
}

function ip(host: Host, commands: readonly string[]): void {
  succeed(host.run(['ip', '-batch', '-'], commands.join('\n')));
}

function set(host: Host, sysctl: string, value: number): void {
  succeed(host.run(['sh', '-c', `echo ${value} > /proc/sys/${sysctl}`]));
}

function succeed({ status, stderr }: Outcome): void {
  if (status !== 0) throw new Error(`The test network cannot be made: ${stderr.trim()}`);
}
