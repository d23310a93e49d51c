import type { Command, CommandOutcome } from '../command.ts';
import { isUsageError } from '../command-arguments.ts';
import { ManagementError } from '../netbird/management/management-error.ts';
import { checks } from './checks/index.ts';
import type { Failure } from './cluster/answer.ts';
import { Inquiry } from './cluster/inquiry.ts';
import { KubernetesApi } from './cluster/kubernetes-api.ts';
import { connect } from './connect.ts';
import { type DoctorOptions, parseOptions } from './doctor-options.ts';
import { examine, exitCodeOf } from './examine.ts';
import { viewManagement } from './management-view.ts';
import { outgoing } from './outgoing.ts';
import { Progress } from './progress.ts';
import { readSite } from './read-site.ts';
import { describeDiagnosis, diagnosisAsJson } from './report.ts';

const USAGE = `npm run doctor -- [--context home] [--gateway 192.168.1.220 --host grafana.example.org --expect 302]
        [--far-side ssh:root@203.0.113.10 [--far-side-container netbird-agent]] [--token-file FILE]
        [--peer NAMESPACE/NAME] [--cluster NAME] [--replica 0] [--timeout 15] [--json]
      looks along the data path of the peer in dist/, reads only, and says what is wrong and what to do next:
      exits 1 when there is a problem, 2 when it could not look`;

/** Why public services answer 504. */
export const doctorCommand: Command = { usage: USAGE, run: runDoctor };

async function runDoctor(args: readonly string[]): Promise<CommandOutcome> {
  const options = parse(args);
  if (typeof options === 'string') return { exitCode: 2, stderr: `${options}\n\nUsage:\n  ${USAGE}` };
  const site = readSite(process.env.CDK8S_OUTDIR ?? 'dist', options);
  if (typeof site === 'string') return { exitCode: 2, stderr: site };
  const connection = connect(options.context);
  if (typeof connection === 'string') return { exitCode: 2, stderr: connection };

  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of SIGNALS) process.once(signal, interrupt);
  const progress = new Progress(process.stderr);
  try {
    const { kubeConfig, context } = connection;
    const { timeoutMs } = options;
    const api = new KubernetesApi(kubeConfig, { timeoutMs, interruption: interruption.signal });
    const version = await api.version();
    if (interruption.signal.aborted) return INTERRUPTED;
    if (!version.ok) return notExamined(context, version.failure);

    const management = viewManagement(site.peer.managementUrl, options.tokenFile, {
      timeoutMs,
      interruption: interruption.signal,
    });
    const asked = { site, options, now: new Date(), interruption: interruption.signal };
    const examination = { ...asked, ...(management && { management }) };
    const diagnosis = await examine(checks, examination, { newInquiry: () => new Inquiry(api), context }, (done) =>
      progress.show(`${done} of ${checks.length} checks`),
    );
    progress.clear();
    if (interruption.signal.aborted) return INTERRUPTED;
    const { namespace, podName } = site.peer;
    const exitCode = exitCodeOf(diagnosis);
    const subject = { context, pod: `${namespace}/${podName}` };
    if (options.json) return { exitCode, stdout: diagnosisAsJson(subject, diagnosis) };
    const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
    const width = Math.min(process.stdout.columns ?? 80, 100);
    return { exitCode, stdout: describeDiagnosis(`${subject.pod} (${context})`, diagnosis, { colour, width }) };
  } catch (error) {
    if (error instanceof ManagementError) return { exitCode: 2, stderr: error.message };
    throw error;
  } finally {
    progress.clear();
    for (const signal of SIGNALS) process.off(signal, interrupt);
    interruption.abort();
    // A credential plugin, or a request to NetBird, may not end by itself.
    setTimeout(() => process.exit(), 200).unref();
  }
}

const INTERRUPTED: CommandOutcome = { exitCode: 2, stderr: 'Interrupted.' };

function notExamined(context: string, { kind, message }: Failure): CommandOutcome {
  const next = kind === 'unauthorized' ? 'Log in again, or choose another by --context.' : 'See why: kubectl version';
  return {
    exitCode: 2,
    stderr: `The context ${context} could not be examined. ${outgoing(context)(`${message} ${next}`)}`,
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A string says what is wrong with the arguments. */
function parse(args: readonly string[]): DoctorOptions | string {
  try {
    return parseOptions(args);
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}
