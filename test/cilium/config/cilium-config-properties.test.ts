import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { findingsOf } from '../../../lib/cilium/findings-of.ts';
import { ask } from '../../support/cilium.ts';
import { processorTime } from '../../support/processor-time.ts';

const FILES = [
  'devices: [eth0, wt0]\nforceDeviceDetection: true\nnodePort: { addresses: 100.64.0.0/10 }\nextraArgs: ["--devices=wt0"]\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cilium-config }\ndata:\n  devices: "!wt0 +"\n',
  'apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nmetadata: { name: a }\nspec:\n  nodeSelector: {}\n  defaults: { devices: eth0 }\n',
  'apiVersion: cilium.io/v2\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: a }\nspec: { interfaces: ["(a*)*b"] }\n',
  'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: cilium-agent, args: ["--devices"] }] } } }\n',
  'cluster-name=a\ndevices=eth0\n',
  'x: &x { devices: &d [eth0] }\n<<: *x\ndevices: *d\n',
];

/** Every rule on a text, on two questions: throws what they throw. */
function judge(text: string): void {
  const config = CiliumConfig.fromText(text, 'file');
  findingsOf(config, ask());
  findingsOf(config, ask('1.18', { node: 'peer' }));
}

test('no text makes the readers or the rules throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...'ab:-[]{}&*!|>?#"\',+\n\t =.%@`<') }),
      ),
      (text) => void judge(text),
    ),
    { numRuns: 500 },
  );
});

test('nor does any part of a file, nor a file with characters of it changed', () => {
  const mutated = fc
    .tuple(fc.constantFrom(...FILES), fc.nat(300), fc.nat(300), fc.string({ maxLength: 3 }))
    .map(([file, from, length, put]) => file.slice(0, from) + put + file.slice(from + length));
  fc.assert(
    fc.property(mutated, (text) => void judge(text)),
    { numRuns: 1000 },
  );
});

test('nor does any value of the wrong type, wherever it stands', () => {
  const path = fc.constantFrom(
    ...[
      'devices',
      'nodePort',
      'nodePort.addresses',
      'bpf',
      'daemon',
      'daemon.configSources',
      'extraConfig',
      'extraArgs',
      'extraEnv',
      'loadBalancer',
      'spec',
      'spec.nodeSelector',
      'spec.nodeSelector.matchExpressions',
      'spec.defaults',
      'spec.interfaces',
      'spec.egressGateways',
      'spec.template.spec.containers',
      'spec.template.spec.volumes',
      'metadata',
      'metadata.name',
      'data',
      'items',
      '__proto__',
      'constructor',
    ],
  );
  const kind = fc.constantFrom(
    'ConfigMap',
    'CiliumNodeConfig',
    'CiliumL2AnnouncementPolicy',
    'CiliumEgressGatewayPolicy',
    'DaemonSet',
    'List',
    5,
    undefined,
  );
  fc.assert(
    fc.property(path, fc.jsonValue(), kind, (keys, value, objectKind) => {
      const nested = keys.split('.').reduceRight((inner, key) => ({ [key]: inner }), value as unknown);
      judge(
        JSON.stringify({
          ...(objectKind !== undefined && { apiVersion: 'v1', kind: objectKind }),
          ...(nested as object),
        }),
      );
    }),
    { numRuns: 1000 },
  );
});

const MEGABYTE = 2 ** 20;
const fill = (text: string) => text.repeat(MEGABYTE / text.length);

test.each([
  ['plus signs', fill('+')],
  ['plus signs as devices', `devices: "${fill('+')}"`],
  ['plus signs with blanks as devices', `devices: "${fill('+ ')}"`],
  ['devices with commas', `cluster-name: a\ndevices: "${fill('wt,')}"`],
  ['an argument', `extraArgs: ["--devices=${fill('++,')}"]`],
  ['a list of plus signs', fill('- +\n')],
  ['brackets', fill('[')],
  ['braces', fill('{')],
  ['nested lists', fill('- ')],
  ['a flow', `[${fill('a,')}]`],
  ['keys', Array.from({ length: 60_000 }, (_, index) => `key${index}: value`).join('\n')],
  ['one key', fill('a: b\n')],
  ['lines', fill('a=b\n')],
  ['lines as grep prints them', fill('devices:+\n')],
  ['anchors', fill('&a ')],
  ['aliases', fill('- *a\n')],
  ['documents', fill('---\n')],
  ['blank lines', fill('\n')],
  ['quotes', fill('"\\')],
  ['number signs', fill('#')],
  ['JSON strings', JSON.stringify({ extraEnv: fill('"') })],
])('a megabyte of %s takes less than a second', (_, text) => {
  expect(processorTime(() => judge(text))).toBeLessThan(1000);
});
