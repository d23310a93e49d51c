import { shown } from '../../refusal/problem.ts';
import type { Finding } from '../finding.ts';
import { describeVerdict, otherInterface, type Question } from '../question.ts';
import { type SelectionRisk, selectionRisks } from '../selection.ts';
import type { Rule } from './rule.ts';

/**
 * A selected tunnel interface gets Cilium's programs, which write MAC addresses over the IP header of its packets:
 * replies of the L7 load balancer are then lost without a drop event. Absent `devices` are judged only where all that
 * the agent reads was given.
 */
export const tunnelSelected: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) =>
    selectionRisks(settings, question)
      .filter(({ cause }) => cause !== 'no-list' || settings.areComplete || settings.get('devices') !== undefined)
      .map((risk) => {
        const setting = settings.get(risk.key);
        return {
          rule: 'tunnel-selected',
          severity: 'error',
          place: settings.placeOf(risk.key),
          ...(setting !== undefined && { value: shown(setting.value) }),
          ...explain(risk, question),
          source: "cilium#44982, and Cilium's device filter: pkg/datapath/linux/devices_controller.go",
        };
      }),
  );

function explain(risk: SelectionRisk, question: Question): Pick<Finding, 'verdict' | 'reason' | 'remedy'> {
  const { interfaceName } = question;
  const nameDevices = `Name the interfaces that Cilium shall use, for example ${otherInterface(interfaceName)}.`;
  const verdict = (what: string) => describeVerdict(question, `${interfaceName} is ${what}`, risk.versions);
  switch (risk.cause) {
    case 'entry':
      return {
        verdict: verdict('selected'),
        reason: `The entry ${shown(risk.entry)} is the first that matches, and ${risk.entry === interfaceName ? 'names it' : 'a + at the end makes a prefix of it'}.`,
        remedy: nameDevices,
      };
    case 'no-list':
      return {
        verdict: verdict('auto-detected'),
        reason: `Without a list Cilium detects its devices itself, and takes ${interfaceName} for one: the route to the overlay is enough.`,
        remedy: nameDevices,
      };
    case 'force':
      return {
        verdict: verdict('auto-detected'),
        reason: `Forced detection adds what Cilium detects itself to the list, and it takes ${interfaceName} for a device: the route to the overlay is enough.`,
        remedy: 'Write false, or take it out.',
      };
    case 'separators':
      return {
        verdict: verdict('possibly selected'),
        reason:
          'Cilium 1.15 splits the list at blanks, later versions at its commas: what it names depends on the version.',
        remedy: 'Separate the names by single blanks, for example eth0 eth1.',
      };
  }
}
