import { shown } from '../../refusal/problem.ts';
import { describeVerdict } from '../question.ts';
import { unsafeVersions } from '../selection.ts';
import type { Rule } from './rule.ts';

/** XDP is attached to every selected device, and the agent stops where it fails: a tunnel has no driver that can. */
export const nativeAcceleration: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const setting = settings.get('bpf-lb-acceleration');
    if (setting?.value.trim() !== 'native') return [];
    const versions = unsafeVersions(settings, question);
    if (versions.length === 0) return [];
    const { interfaceName } = question;
    return [
      {
        rule: 'native-acceleration',
        severity: 'error',
        place: setting.place,
        value: shown(setting.value),
        verdict: describeVerdict(question, `the agent fails when it selects ${interfaceName}`, versions),
        reason: `XDP attaches to every device, a failure stops the agent, and nothing keeps ${interfaceName} out of the devices.`,
        source: 'pkg/datapath/loader/xdp.go',
        remedy: `Keep ${interfaceName} out of the devices, or write disabled or best-effort.`,
      },
    ];
  });
