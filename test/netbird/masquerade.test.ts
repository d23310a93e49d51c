import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { masqueradeScript } from '../../lib/netbird/masquerade.ts';
import { Cidr } from '../../lib/network/cidr.ts';
import { inTemporaryFolder, type Outcome } from '../support/repository.ts';

// Stands in for iptables: keeps the rules in a file, and answers -C from it. With REFUSE set it may not add any.
const IPTABLES = `#!/bin/sh
[ "$1 $2" = "-t nat" ] || { echo "unexpected: $*" >&2; exit 2; }
operation=$3
shift 3
case "$operation" in
-C) grep -qxF -- "$*" "$RULES" 2>/dev/null || { echo "iptables: Bad rule" >&2; exit 1; } ;;
-A) [ -z "\${REFUSE:-}" ] || { echo "iptables: Permission denied (you must be root)" >&2; exit 4; }
    echo "$*" >> "$RULES" ;;
*) echo "unexpected: $operation" >&2; exit 2 ;;
esac
`;

interface Node {
  /** Starts the init container. */
  run(environment?: Record<string, string>): Outcome;
  rules(): string[];
}

function onNode<T>(networks: readonly string[], use: (node: Node) => T): T {
  const script = masqueradeScript(
    Cidr.parse('100.109.0.0/16'),
    networks.map((network) => Cidr.parse(network)),
  );
  return inTemporaryFolder((folder) => {
    const rules = join(folder, 'rules');
    writeFileSync(join(folder, 'iptables'), IPTABLES);
    chmodSync(join(folder, 'iptables'), 0o755);
    return use({
      run: (environment = {}) =>
        spawnSync('/bin/sh', ['-c', script], {
          env: { PATH: `${folder}:/usr/bin:/bin`, RULES: rules, ...environment },
          encoding: 'utf8',
        }),
      rules: () => (existsSync(rules) ? readFileSync(rules, 'utf8').trimEnd().split('\n') : []),
    });
  });
}

test('the first start adds one rule', () => {
  onNode(['192.168.1.0/24'], (node) => {
    expect(node.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(node.rules()).toEqual(['POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE']);
  });
});

test('the second start adds nothing', () => {
  onNode(['192.168.1.0/24'], (node) => {
    node.run();
    expect(node.run().status).toBe(0);
    expect(node.rules()).toHaveLength(1);
  });
});

test('each network has its rule, also when another one is there already', () => {
  onNode(['192.168.1.0/24', '10.20.0.0/16'], (node) => {
    expect(node.run().status).toBe(0);
    expect(node.run().status).toBe(0);
    expect(node.rules()).toEqual([
      'POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE',
      'POSTROUTING -s 100.109.0.0/16 -d 10.20.0.0/16 -j MASQUERADE',
    ]);
  });
});

test('a rule that cannot be added fails the container, with the reason in its log', () => {
  onNode(['192.168.1.0/24', '10.20.0.0/16'], (node) => {
    const { status, stderr } = node.run({ REFUSE: 'yes' });
    expect(status).toBe(4);
    expect(stderr).toBe('iptables: Permission denied (you must be root)\n');
    expect(node.rules()).toEqual([]);
  });
});

test('no network that is accepted has a character that means anything to a shell', () => {
  const prefixes = fc
    .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
    .map(([address, length]) => `${address}/${length}`);
  fc.assert(
    fc.property(fc.oneof(prefixes, fc.string()), (text) => {
      let network: Cidr;
      try {
        network = Cidr.parse(text);
      } catch {
        return;
      }
      expect(network.toString()).toMatch(/^[0-9a-f.:]+\/\d+$/);
    }),
  );
});
