import { CiliumConfig } from '../../cilium/config/cilium-config.ts';
import { isGoTrue, type Settings } from '../../cilium/config/settings.ts';
import type { Question } from '../../cilium/question.ts';
import { selectionRisks } from '../../cilium/selection.ts';
import { parseInterfaceName } from '../../network/interface-name.ts';
import { parseLabelMap } from '../../network/label-map.ts';
import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { askCilium, type CiliumAgent, configMapsOf, findCiliumAgent, getCiliumObjects } from '../cilium-agent.ts';
import { type Answer, answered } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { excerpt } from '../objects.ts';
import { describeEnd } from '../pod-life.ts';
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
    if (!agent.ok || !runs(agent.value)) return { agent, objects };
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
    const config = objects.ok
      ? absentConfigMap(objects.value, site)
      : [couldNotLook('cilium-devices', "What Cilium's configuration says", objects.failure)];
    const setting = objects.ok ? settingFor(objects.value, agent.value, site) : undefined;
    if (!runs(agent.value)) {
      const next = setting?.isRisk ? [atNextStart(site, agent.value, setting.source)] : [];
      return judged([], notRunning(agent.value), next, config);
    }
    if (status?.ok !== true) {
      return unanswerable('cilium-devices', 'Which devices Cilium uses', status?.failure ?? NOT_ASKED);
    }
    const { interfaceName } = site.peer;
    const { devices } = status.value ?? {};
    const start = resolved?.ok ? readLinesByPath(resolved.value.stdout) : undefined;
    const evidence = [
      devices === undefined
        ? `the agent lists no devices: ${status.value === undefined ? 'its answer was not understood' : 'kube-proxy is not replaced'}`
        : `the agent on ${agent.value.nodeName} uses ${devices.join(', ') || 'none'}`,
      ...(start === undefined ? [] : [`when it started it read devices = ${shown(start.get(`${FOLDER}/devices`))}`]),
    ];
    const isChanged = start && setting && !readTheSame(start, setting.settings);
    if (devices?.includes(interfaceName)) {
      return judged(evidence, selected(site, agent.value, setting, isChanged), config);
    }
    if (setting?.isRisk) {
      const finding = isChanged ? atNextStart : whenItIsThere;
      return judged(evidence, finding(site, agent.value, setting.source), config);
    }
    return judged(evidence, devices === undefined && status.value === undefined ? notUnderstood() : [], config);
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

/** What the configuration of now says of the tunnel interface. */
interface JudgedSettings {
  readonly settings: Settings;

  /** Whether an agent that starts with it takes the interface; false where not all of it is known. */
  readonly isRisk: boolean;

  /** Where the value that decides is, and what it is. */
  readonly source: string;
}

function settingFor(objects: readonly object[], agent: CiliumAgent, site: Site): JudgedSettings {
  const labels = parseLabelMap(agent.nodeLabels);
  const settings = CiliumConfig.fromObjects(objects, 'the cluster').settingsFor(labels);
  const [risk] = selectionRisks(settings, questionFor(agent, site));
  const key = risk?.key ?? 'devices';
  const setting = settings.get(key);
  const isKnown = settings.areComplete || setting !== undefined;
  return {
    settings,
    isRisk: risk !== undefined && isKnown,
    source:
      setting === undefined ? `${settings.placeOf(key)} is not set` : `${setting.place} = ${shown(setting.value)}`,
  };
}

function shown(value: string | undefined): string {
  return value === undefined ? '(not set)' : JSON.stringify(value);
}

/** Arguments and environment of the agent are of its start anyway. */
function readTheSame(start: ReadonlyMap<string, string>, settings: Settings): boolean {
  const isOfNow = (key: 'devices' | 'force-device-detection', same: (then: string, now: string) => boolean) => {
    const { place = '', value = '' } = settings.get(key) ?? {};
    return place.startsWith('DaemonSet') || same(start.get(`${FOLDER}/${key}`) ?? '', value);
  };
  return (
    isOfNow('devices', (then, now) => then.trim() === now.trim()) &&
    isOfNow('force-device-detection', (then, now) => isGoTrue(then) === isGoTrue(now))
  );
}

const link = 'docs/cilium-device-guard.md#i-see-504s-what-now';

function restart({ container }: CiliumAgent): string {
  return `kubectl -n ${container.namespace} delete pod ${container.pod}`;
}

function runs({ status }: CiliumAgent): boolean {
  return status === undefined || status.state.running !== undefined;
}

/** Its last lines are in its status: the chart has it so. */
function notRunning({ container, nodeName, status }: CiliumAgent): Finding {
  const { waiting, terminated } = status?.state ?? {};
  const end = terminated ?? status?.lastState.terminated;
  const lines = excerpt((end?.message ?? '').trim().split('\n').slice(-3).join(' | '), 300);
  return {
    severity: 'problem',
    what: `Cilium's agent on ${nodeName} does not run${waiting?.reason === undefined ? '' : ` (${waiting.reason})`}`,
    cause: `${
      end === undefined
        ? excerpt(waiting?.message ?? '') || 'kubelet has not said why.'
        : `Its last run ended with ${describeEnd(end)}${lines === '' ? '.' : `; its last lines: ${lines}.`}`
    } Traffic of pods goes on as it was; Services, policies and announcements do not follow any change.`,
    fix: `See why: kubectl -n ${container.namespace} logs ${container.pod} -c ${container.container}${terminated === undefined && end !== undefined ? ' --previous' : ''}`,
    link: 'docs/doctor.md#cilium-devices',
  };
}

function absentConfigMap(objects: readonly object[], { ciliumNamespace, peer }: Site): readonly Finding[] {
  const isThere = (name: string, namespace: string) =>
    objects.some((one) => {
      const { kind, metadata } = Object(one);
      return kind === 'ConfigMap' && metadata?.name === name && metadata.namespace === namespace;
    });
  return configMapsOf(objects, ciliumNamespace)
    .filter(({ name, namespace }) => !isThere(name, namespace))
    .map(({ name, namespace }) => ({
      severity: 'problem',
      what: `the ConfigMap ${namespace}/${name} of Cilium does not exist`,
      cause: `Its agents read it when they start. Without it they do not start, or detect their devices themselves, and take ${peer.interfaceName} for one.`,
      fix: `See what Cilium is installed by, and whether it calls the ConfigMap otherwise: kubectl -n ${namespace} get configmaps; then sync that. Restart no agent before.`,
      link: 'docs/doctor.md#cilium-devices',
    }));
}

/** @param isChanged whether the agent read another configuration when it started; undefined: that is not known */
function selected(
  { peer }: Site,
  agent: CiliumAgent,
  setting: JudgedSettings | undefined,
  isChanged: boolean | undefined,
): Finding {
  const common = {
    severity: 'problem',
    what: `Cilium uses ${peer.interfaceName} on ${agent.nodeName}`,
    link,
  } as const;
  const why =
    'Replies of the Gateway are lost on it without a drop event: the tunnel is up, and public services answer 504.';
  const correct = `Correct it where it comes from, then restart the agent: ${restart(agent)}`;
  if (setting === undefined) {
    return { ...common, cause: `${why} Where the value comes from could not be read.`, fix: correct };
  }
  const { source, isRisk } = setting;
  if (isRisk) {
    const origin = isChanged
      ? `The agent read another configuration when it started; now ${source} selects it too.`
      : `It comes from ${source}.`;
    return { ...common, cause: `${why} ${origin}`, fix: correct };
  }
  if (isChanged === false) {
    return {
      ...common,
      cause: `${why} By what it read when it started it should not: ${source}.`,
      fix: `Restart the agent: ${restart(agent)}. If it takes it again, the guard's rules do not know this version: report it with --json.`,
    };
  }
  return {
    ...common,
    cause: `${why} The configuration is safe by now (${source}); the agent has not been restarted since.`,
    fix: `Restart the agent: ${restart(agent)}`,
  };
}

function atNextStart({ peer }: Site, agent: CiliumAgent, source: string): Finding {
  return {
    severity: 'problem',
    what: `Cilium will take ${peer.interfaceName} on ${agent.nodeName} when its agent starts again`,
    cause: `It does not use it now, and read another configuration when it started. Now ${source}: that would select it.`,
    fix: 'Correct it where it comes from, before the agent restarts: npm run guard says what to write.',
    link,
  };
}

function whenItIsThere({ peer }: Site, agent: CiliumAgent, source: string): Finding {
  return {
    severity: 'problem',
    what: `Cilium will take ${peer.interfaceName} on ${agent.nodeName}`,
    cause: `It does not use it now: the interface is not up, or came after the agent had started. What the agent reads selects it: ${source}.`,
    fix: `Correct it where it comes from, then restart the agent: ${restart(agent)}; npm run guard says what to write.`,
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
