import { type Check, couldNotLook, type Finding, judged, notReached } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import { runThere } from '../far-side.ts';
import { getGatewayAddress } from '../gateway-address.ts';
import { excerpt } from '../objects.ts';
import { readHttpOutcome } from '../readings/http-status.ts';
import { readRouteList } from '../readings/route-list.ts';
import type { Peer } from '../site.ts';

interface Evidence {
  /** What a person runs there. */
  readonly commands: readonly string[];

  /** Undefined without --far-side. */
  readonly routes?: Answer<Execution>;
  readonly request?: Answer<Execution>;
}

/** Whether the far side has the route, and reaches the Gateway by it. Nobody else can see the whole path. */
export const farSide: Check<Evidence> = {
  name: 'far-side',
  title: 'Far side',

  async gather({ site, inquiry, options, interruption }) {
    const gateway = await getGatewayAddress(site, options, inquiry);
    const address = gateway.ok ? gateway.value : undefined;
    const routes = `docker exec ${options.farSideContainer} netbird routes list`;
    const request =
      address === undefined
        ? undefined
        : `curl -sv -o /dev/null --connect-timeout 5 --max-time 10 ${options.host === undefined ? '' : `-H 'Host: ${options.host}' `}http://${address}/`;
    const commands = [routes, ...(request === undefined ? [] : [request])];
    if (options.farSide === undefined) return { commands };
    const { farSide: destination, timeoutMs } = options;
    for (const command of commands) inquiry.note(`ssh ${destination} "${command}"`);
    const run = (command: string) => runThere(destination, command, { timeoutMs, interruption });
    const [ofRoutes, ofRequest] = await Promise.all([run(routes), request === undefined ? undefined : run(request)]);
    return { commands, routes: ofRoutes, ...(ofRequest !== undefined && { request: ofRequest }) };
  },

  judge({ commands, routes, request }, { site, options }) {
    if (routes === undefined) {
      const byHand = commands.map((command) => `on the far side: ${command}`);
      return { ...notReached('It was not asked: give --far-side ssh:HOST, or ask there.'), byHand };
    }
    return judged(
      [`${options.farSide} was asked by ssh`],
      judgeRoutes(routes, site.peer),
      request === undefined ? [] : judgeRequest(request, options),
    );
  },
};

const link = 'docs/doctor.md#far-side';

function judgeRoutes(run: Answer<Execution>, peer: Peer): readonly Finding[] {
  if (!run.ok) return [couldNotLook('far-side', 'Which routes the far side has', run.failure)];
  const { stdout, stderr } = run.value;
  // The client writes to whichever stream its command line library takes for the right one.
  const routes = readRouteList(stdout) ?? readRouteList(stderr);
  if (routes === undefined) {
    const message = `What it printed is no list of routes: ${excerpt(`${stdout} ${stderr}`) || 'nothing'}.`;
    return [couldNotLook('far-side', 'Which routes the far side has', { kind: 'unintelligible', message })];
  }
  return peer.networks.flatMap((network) => {
    const listed = routes.filter((one) => one.network === network);
    if (listed.some(({ isSelected }) => isSelected)) return [];
    const [one] = listed;
    return [
      {
        severity: 'problem',
        what: `the far side has ${one === undefined ? 'no route' : 'not selected the route'} for ${network}`,
        cause:
          one === undefined
            ? 'NetBird does not distribute it to a group that the far side is in, or no policy joins the two.'
            : 'Somebody deselected it there.',
        fix:
          one === undefined
            ? 'Give the route a distribution group of the far side, in NetBird under Network Routes.'
            : `Select it there: netbird routes select -a ${one.id}`,
        link,
        follows: ['route', 'identity', 'agent', 'management', 'pod'],
      },
    ];
  });
}

function judgeRequest(request: Answer<Execution>, { expect }: DoctorOptions): readonly Finding[] {
  if (!request.ok) return [couldNotLook('far-side', 'Whether the far side reaches the Gateway', request.failure)];
  const outcome = readHttpOutcome(`${request.value.stdout}\n${request.value.stderr}`);
  if ('status' in outcome && (expect === undefined || outcome.status === expect)) return [];
  return [
    {
      severity: 'problem',
      what:
        'status' in outcome
          ? `the far side gets ${outcome.status} from the Gateway instead of ${expect}`
          : 'the far side gets no answer from the Gateway',
      cause:
        'status' in outcome
          ? 'The path is whole; the Gateway has another answer for this host.'
          : `The route leads there and nothing comes back: ${outcome.text || 'no reason was given'}. That is what Cilium on the tunnel interface looks like, or a missing way back.`,
      fix: 'status' in outcome ? 'Look at the HTTPRoute of the host.' : 'Look at the checks of the node and of Cilium.',
      link,
      follows: [
        'route',
        'identity',
        'agent',
        'management',
        'pod',
        'forwarding',
        'tunnel',
        'nat',
        'cilium-devices',
        'cilium-settings',
        'gateway-node',
        'gateway',
      ],
    },
  ];
}
