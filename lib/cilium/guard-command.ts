import { parseArgs } from 'node:util';
import type { Command, CommandOutcome } from '../command.ts';
import { isUsageError, parseOption } from '../command-arguments.ts';
import { parseInterfaceName } from '../network/interface-name.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { CiliumVersion } from './cilium-version.ts';
import { CiliumConfig } from './config/cilium-config.ts';
import { findingsOf } from './findings-of.ts';
import { answerAsJson, describeAnswer } from './guard-report.ts';
import type { Question } from './question.ts';

const USAGE = `npm run guard -- <file>... [--interface wt0] [--cilium 1.18] [--node-labels k=v,k=v] [--json]
      whether Cilium would select the interface: exits 1, and says why, when it would, or might;
      each file is Helm values, manifests, or a dump of the ConfigMap cilium-config, and all are of one cluster`;

/** Answers for files, without any site. */
export const guardCommand: Command = { usage: USAGE, run: runGuard };

function runGuard(args: readonly string[]): CommandOutcome {
  const request = parseRequest(args);
  if (typeof request === 'string') return { exitCode: 2, stderr: `${request}\n\nUsage:\n  ${USAGE}` };
  const { files, question, asJson } = request;
  const config = CiliumConfig.fromFiles(files);
  const findings = findingsOf(config, question);
  const isComplete = config.candidates(question.nodeLabels).some(({ areComplete }) => areComplete);
  const answer = { files, question, findings, isComplete };
  const isRefused = findings.some(({ severity }) => severity === 'error');
  const exitCode = isRefused ? 1 : 0;
  if (asJson) return { exitCode, stdout: answerAsJson(answer) };
  return isRefused ? { exitCode, stderr: describeAnswer(answer) } : { exitCode, stdout: describeAnswer(answer) };
}

interface GuardRequest {
  readonly files: readonly string[];
  readonly question: Question;
  readonly asJson: boolean;
}

/** A string says what is wrong with the arguments. */
function parseRequest(args: readonly string[]): GuardRequest | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        interface: { type: 'string', default: 'wt0' },
        cilium: { type: 'string' },
        'node-labels': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0) return 'No file is given.';
    const { interface: interfaceName, cilium, 'node-labels': nodeLabels } = values;
    return {
      files: positionals,
      question: {
        interfaceName: parseOption('--interface', interfaceName, parseInterfaceName),
        ciliumVersion: cilium === undefined ? undefined : parseOption('--cilium', cilium, CiliumVersion.parse),
        nodeLabels: nodeLabels === undefined ? undefined : parseOption('--node-labels', nodeLabels, parseLabels),
      },
      asJson: values.json,
    };
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}

function parseLabels(text: unknown): LabelMap {
  const pairs = String(text)
    .split(',')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)];
    });
  return parseLabelMap(Object.fromEntries(pairs));
}
