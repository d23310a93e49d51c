import { expect, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { unreadable } from '../../../lib/cilium/rules/unreadable.ts';
import { ask } from '../../support/cilium.ts';

test('what cannot be read is an error', () => {
  expect(unreadable(CiliumConfig.fromText('devices: [', 'values.yaml'), ask())).toEqual([
    {
      rule: 'unreadable',
      severity: 'error',
      place: 'values.yaml',
      verdict: 'cannot be judged',
      reason:
        'Line 1, column 11 is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      source: 'the file itself',
      remedy: 'Give a values file, manifests, or a dump of cilium-config.',
    },
  ]);
});
