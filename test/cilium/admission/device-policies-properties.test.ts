import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CiliumVersion } from '../../../lib/cilium/cilium-version.ts';
import { deviceVerdict } from '../../../lib/cilium/device-filter.ts';
import { configMap, data, evaluator, nodeConfig } from '../../support/device-policies.ts';

const VERSIONS = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'];

const token = fc.constantFrom(
  'eth0',
  'wt0',
  'w',
  'wt',
  't0',
  'WT0',
  '+',
  '!',
  ',',
  ' ',
  '\t',
  '\n',
  '',
  'wt0+',
  '!wt0',
  '!+',
  'e+',
);
const devices = fc.oneof(
  fc.constant(undefined),
  fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join('')),
);
const force = fc.constantFrom(undefined, 'true', ' true\n', 'false', '1', 'T', '0', 'yes');
const isForced = (value: string | undefined) => ['true', '1', 'T'].includes(value?.trim() ?? '');
const isSafe = (value: string | undefined, forced: string | undefined, ciliumVersion: string): boolean =>
  ['not-selected', 'excluded'].includes(
    deviceVerdict(value, 'wt0', { ciliumVersion, forceDeviceDetection: isForced(forced) }),
  );

const mixes = (value = '') => value.includes(',') && /\s/.test(value.trim());

test.each(VERSIONS)('Cilium %s: a ConfigMap is accepted when wt0 stays out, and only then', (version) => {
  const admit = evaluator('guard-config-map', { version: CiliumVersion.parse(version) });
  fc.assert(
    fc.property(devices, force, (value, forced) => {
      // The model splits as later versions do; of both separators, 1.15 makes other names.
      const safe = isSafe(value, forced, version) && !(version === '1.15' && mixes(value));
      expect(admit(configMap(data(value, forced))).length === 0).toBe(safe);
    }),
    { numRuns: 2000 },
  );
});

test('without a version: what is safe on every version, and does not mix commas and blanks', () => {
  const admit = evaluator('guard-config-map');
  fc.assert(
    fc.property(devices, force, (value, forced) => {
      const safe = !mixes(value) && VERSIONS.every((version) => isSafe(value, forced, version));
      // On 1.15 alone, force is not known: what is safe on all is what is safe where it is.
      expect(admit(configMap(data(value, forced))).length === 0).toBe(safe);
    }),
    { numRuns: 4000 },
  );
});

test('names with characters of regular expressions are only names', () => {
  const names = fc.string({ unit: fc.constantFrom(...'a.*?[]()|^$\\{}-_0é'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(names, fc.array(fc.oneof(names, fc.constantFrom('+', '!', 'a'))), (interfaceName, parts) => {
      const value = parts.join('');
      const admit = evaluator('guard-config-map', { interfaceName, version: CiliumVersion.parse('1.20') });
      const verdict = deviceVerdict(value, interfaceName, { ciliumVersion: '1.20' });
      expect(admit(configMap(data(value))).length === 0).toBe(verdict === 'not-selected' || verdict === 'excluded');
    }),
    { numRuns: 300 },
  );
});

test.each(['1.16', '1.19'])(
  'Cilium %s: a CiliumNodeConfig is held to the same, for the keys that it names',
  (version) => {
    const admit = evaluator('guard-node-config', { version: CiliumVersion.parse(version) });
    fc.assert(
      fc.property(devices, force, (value, forced) => {
        const safe = value === undefined ? !isForced(forced) : isSafe(value, forced, version);
        expect(admit(nodeConfig(data(value, forced))).length === 0).toBe(safe);
      }),
      { numRuns: 1000 },
    );
  },
);
