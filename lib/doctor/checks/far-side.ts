import { type Check, couldNotLook, type Finding, judged, notReached } from '../check.ts';
import { type Answer, type Failure, valueIn } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { line } from '../cluster/kubectl.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import { runThere } from '../far-side.ts';
import { type GatewayTarget, getGatewayTarget, urlOf } from '../gateway-target.ts';
import { excerpt } from '../objects.ts';
import { isWell, readHttpOutcome } from '../readings/http-status.ts';
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
    const target = valueIn(await getGatewayTarget(site, options, inquiry));
    const routes = `docker exec ${options.farSideContainer} netbird routes list`;
    const request = target && requestOf(target, options.host);
    const commands = [routes, ...(request === undefined ? [] : [request])];
    if (options.farSide === undefined) return { commands };
    const { farSide: destination, timeoutMs } = options;
    for (const command of commands) inquiry.note(line(['ssh', destination, command]));
    const run = (command: string) => runThere(destination, command, { timeoutMs, interruption });
    const [ofRoutes, ofRequest] = await Promise.all([run(routes), request === undefined ? undefined : run(request)]);
    return { commands, routes: ofRoutes, ...(ofRequest !== undefined && { request: ofRequest }) };
  },

  judge({ commands, routes, request }, { site, options }) {
    if (routes === undefined) {
      const byHand = commands.map((command) => `on the far side: ${command}`);
      return { ...notReached('It was not asked: give --far-side ssh:HOST, or ask there.'), byHand };
    }
    const ofRoutes = judgeRoutes(routes, site.peer, options);
    return judged(
      [`${options.farSide} was asked by ssh`],
      ofRoutes,
      // Without a route there it gets no answer either.
      request === undefined || ofRoutes.some(({ severity }) => severity === 'problem')
        ? []
        : judgeRequest(request, options),
    );
  },
};

const link = 'docs/doctor.md#far-side';

function requestOf(target: GatewayTarget, host: string | undefined): string {
  const curl = ['curl', '-sv', '-o', '/dev/null', '--connect-timeout', '5', '--max-time', '10'];
  const { address, port, scheme } = target;
  if (host === undefined) return line([...curl, ...(scheme === 'https' ? ['-k'] : []), urlOf(target, address)]);
  // TLS needs the name in the URL.
  return scheme === 'https'
    ? line([...curl, '-k', '--resolve', `${host}:${port}:${address}`, urlOf(target, host)])
    : line([...curl, '-H', `Host: ${host}`, urlOf(target, address)]);
}

function judgeRoutes(run: Answer<Execution>, peer: Peer, options: DoctorOptions): readonly Finding[] {
  if (!run.ok) return [couldNotLook('far-side', 'Which routes the far side has', run.failure)];
  const { stdout, stderr } = run.value;
  // The client writes to whichever stream its command line library takes for the right one.
  const routes = readRouteList(stdout) ?? readRouteList(stderr);
  if (routes === undefined) {
    return [couldNotLook('far-side', 'Which routes the far side has', noRoutes(run.value, options))];
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
            ? 'Put the far side into a group that the route is distributed to, or distribute it to another: groups in main.ts.'
            : `Select it there: docker exec ${options.farSideContainer} netbird routes select -a ${one.id}`,
        link,
        follows: ['route', 'identity', 'agent', 'management', 'pod'],
      },
    ];
  });
}

/** ssh got in; docker, the container or the client in it did not do what they were told. */
function noRoutes(
  { stdout, stderr, exitCode }: Execution,
  { farSide: there, farSideContainer }: DoctorOptions,
): Failure {
  const said = excerpt(`${stdout} ${stderr}`) || 'nothing';
  if (/no such container|is not running/i.test(said)) {
    return {
      kind: 'not-found',
      message: `The far side has no running container ${farSideContainer}: ${said}`,
      remedy: `Name that of the agent by --far-side-container, out of these: ssh ${there} docker ps`,
    };
  }
  if (isNotRun(exitCode)) {
    return {
      kind: 'no-program',
      message: `The far side cannot run it: ${said}`,
      remedy: 'If the agent runs there without docker, ask it there: netbird routes list',
    };
  }
  return {
    kind: 'unintelligible',
    message: `What it printed is no list of routes: ${said}`,
    remedy: `See what it says: ssh ${there} docker exec ${farSideContainer} netbird routes list`,
  };
}

/** As a shell, and docker exec, say that there is no such program, or that it cannot be run. */
function isNotRun(exitCode: number): boolean {
  return exitCode === 126 || exitCode === 127;
}

function judgeRequest(request: Answer<Execution>, { expect }: DoctorOptions): readonly Finding[] {
  const subject = 'Whether the far side reaches the Gateway';
  if (!request.ok) return [couldNotLook('far-side', subject, request.failure)];
  const { stdout, stderr, exitCode } = request.value;
  if (isNotRun(exitCode)) {
    const message = `The far side cannot run curl: ${excerpt(stderr) || 'it does not say why'}`;
    const remedy = 'Install curl there, or ask the Gateway from there by another program.';
    return [couldNotLook('far-side', subject, { kind: 'no-program', message, remedy })];
  }
  const outcome = readHttpOutcome(`${stdout}\n${stderr}`);
  if ('status' in outcome && isWell(outcome.status, expect)) return [];
  return [
    {
      severity: 'problem',
      what:
        'status' in outcome
          ? `the far side gets ${outcome.status} from the Gateway${expect === undefined ? '' : ` instead of ${expect}`}`
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
