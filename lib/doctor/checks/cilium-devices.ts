import { CiliumConfig } from '../../cilium/config/cilium-config.ts';
import type { Settings } from '../../cilium/config/settings.ts';
import type { Question } from '../../cilium/question.ts';
import { selectionRisks } from '../../cilium/selection.ts';
import { parseInterfaceName } from '../../network/interface-name.ts';
import { parseLabelMap } from '../../network/label-map.ts';
import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { askCilium, type CiliumAgent, findCiliumAgent, getCiliumObjects } from '../cilium-agent.ts';
import { type Answer, answered } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { type CiliumStatus, readCiliumStatus } from '../readings/cilium-status.ts';
import { readLinesByPath } from '../readings/lines-by-path.ts';
import type { Site } from '../site.ts';

interface Evidence {
  readonly agent: Answer<CiliumAgent>;
  readonly status?: Answer<CiliumStatus | undefined>;

  /** What the agent read when it started. */
  readonly resolved?: Answer<Execution>;

  /** What it would read if it started now. */
  readonly objects: Answer<readonly object[]>;
}

const FOLDER = '/tmp/cilium/config-map';

/** Whether Cilium keeps the tunnel interface out on the peer's node; and where a value comes from that does not. */
export const ciliumDevices: Check<Evidence> = {
  name: 'cilium-devices',
  title: "Cilium's devices on the node",

  async gather({ site, inquiry }) {
    const [agent, objects] = await Promise.all([findCiliumAgent(site, inquiry), getCiliumObjects(site, inquiry)]);
    if (!agent.ok) return { agent, objects };
    const { container } = agent.value;
    const [json, resolved] = await Promise.all([
      askCilium(inquiry, container, 'status', '-o', 'json'),
      inquiry.exec(container, ['grep', '-H', '.', `${FOLDER}/devices`, `${FOLDER}/force-device-detection`]),
    ]);
    const fromJson = json.ok ? readCiliumStatus(json.value.stdout) : undefined;
    if (fromJson !== undefined || !json.ok)
      return { agent, objects, resolved, status: json.ok ? answered(fromJson) : json };
    const text = await askCilium(inquiry, container, 'status');
    return { agent, objects, resolved, status: text.ok ? answered(readCiliumStatus(text.value.stdout)) : text };
  },

  judge({ agent, status, resolved, objects }, { site }) {
    if (!agent.ok) return unanswerable('cilium-devices', 'Which devices Cilium uses', agent.failure);
    if (status === undefined || !status.ok) {
      const failure = status?.ok === false ? status.failure : NOT_ASKED;
      return unanswerable('cilium-devices', 'Which devices Cilium uses', failure);
    }
    const { interfaceName } = site.peer;
    const settings = objects.ok ? settingsFor(objects.value, agent.value) : undefined;
    const atStart = resolved?.ok ? readLinesByPath(resolved.value.stdout).get(`${FOLDER}/devices`) : undefined;
    const devices = status.value?.devices;
    const evidence = [
      devices === undefined
        ? 'the agent lists no devices: kube-proxy is not replaced, or its answer was not understood'
        : `the agent on ${agent.value.nodeName} uses ${devices.map(({ name }) => name).join(', ') || 'none'}`,
      ...(resolved?.ok
        ? [`when it started it read devices = ${atStart === undefined ? '(not set)' : JSON.stringify(atStart)}`]
        : []),
    ];
    const unseen = objects.ok
      ? []
      : [couldNotLook('cilium-devices', "What Cilium's configuration says", objects.failure)];
    const isSelected = devices?.some(({ name }) => name === interfaceName);
    const risk = settings === undefined ? undefined : selectionRisks(settings, questionFor(agent.value, site))[0];
    const source = settings === undefined ? undefined : describeSource(settings, risk?.key ?? 'devices');
    if (isSelected) return judged(evidence, selected(site, agent.value, source, risk !== undefined), unseen);
    if (risk !== undefined && settings?.areComplete)
      return judged(evidence, atNextStart(site, agent.value, source), unseen);
    return judged(evidence, devices === undefined && status.value === undefined ? [notUnderstood()] : [], unseen);
  },
};

const NOT_ASKED = { kind: 'failed', message: 'It was not asked.' } as const;

export function questionFor(agent: CiliumAgent, { peer }: Site): Question {
  return {
    interfaceName: parseInterfaceName(peer.interfaceName),
    ciliumVersion: agent.version,
    nodeLabels: parseLabelMap(agent.nodeLabels),
  };
}

function settingsFor(objects: readonly object[], agent: CiliumAgent): Settings {
  return CiliumConfig.fromObjects(objects, 'the cluster').settingsFor(parseLabelMap(agent.nodeLabels));
}

function describeSource(settings: Settings, key: Parameters<Settings['get']>[0]): string {
  const setting = settings.get(key);
  return setting === undefined
    ? `${settings.placeOf(key)} is not set`
    : `${setting.place} = ${JSON.stringify(setting.value)}`;
}

const link = 'docs/cilium-device-guard.md#i-see-504s-what-now';

function restart({ container }: CiliumAgent): string {
  return `kubectl -n ${container.namespace} delete pod ${container.pod}`;
}

/** @param isSetSo whether the configuration of now would select it too */
function selected({ peer }: Site, agent: CiliumAgent, source: string | undefined, isSetSo: boolean): Finding {
  const why =
    'Replies of the Gateway are lost on it without a drop event: the tunnel is up, and public services answer 504.';
  return {
    severity: 'problem',
    what: `Cilium uses ${peer.interfaceName} on ${agent.nodeName}`,
    cause:
      source === undefined
        ? `${why} Where the value comes from could not be read.`
        : isSetSo
          ? `${why} It comes from ${source}.`
          : `${why} The configuration is safe by now (${source}); the agent has not been restarted since.`,
    fix:
      isSetSo || source === undefined
        ? `Correct it where it comes from, then restart the agent: ${restart(agent)}`
        : `Restart the agent: ${restart(agent)}`,
    link,
  };
}

function atNextStart({ peer }: Site, agent: CiliumAgent, source: string | undefined): Finding {
  return {
    severity: 'problem',
    what: `Cilium will take ${peer.interfaceName} on ${agent.nodeName} when its agent starts again`,
    cause: `It does not use it now, and read another configuration when it started. Now ${source ?? 'its configuration'} would select it.`,
    fix: 'Correct it where it comes from, before the agent restarts: npm run guard says what to write.',
    link,
  };
}

function notUnderstood(): Finding {
  return {
    severity: 'unknown',
    what: 'which devices Cilium uses is not known',
    cause: 'What cilium-dbg status printed was not understood.',
    fix: 'Run the command that was asked by hand, and see that the tunnel interface is not in the brackets behind KubeProxyReplacement.',
    link,
    failure: { kind: 'unintelligible', message: 'What cilium-dbg status printed was not understood.' },
  };
}
