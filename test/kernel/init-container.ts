import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Outcome, root } from '../support/repository.ts';
import type { TestNetwork } from './network.ts';

/** An init container as a StatefulSet has it, and as a node starts it. */
export class InitContainer {
  private readonly command: readonly string[];
  private readonly capabilities: readonly string[];
  private readonly mayEscalate: boolean;

  /** @param statefulSet the object as it is applied */
  constructor(statefulSet: unknown, name: string) {
    const { initContainers } = (statefulSet as StatefulSet).spec.template.spec;
    const container = initContainers.find((candidate) => candidate.name === name);
    if (container === undefined) throw new Error(`The StatefulSet has no init container ${name}.`);
    const { capabilities, privileged, allowPrivilegeEscalation } = container.securityContext;
    // Otherwise it would have more than what it adds, and the runtime decides what.
    if (privileged || capabilities.drop.join() !== 'ALL') throw new Error(`${name} does not drop all capabilities.`);
    this.command = container.command;
    this.capabilities = capabilities.add ?? [];
    this.mayEscalate = allowPrivilegeEscalation !== false;
  }

  /** One of the routing peer in dist/. */
  static ofOutput(name: string): InitContainer {
    const file = join(root, 'dist', 'netbird', 'StatefulSet.netbird-peer.k8s.yaml');
    return new InitContainer(parse(readFileSync(file, 'utf8')), name);
  }

  /**
   * Runs it on worker1, as root with these capabilities and no others.
   *
   * @param prelude commands before the script, in the same shell
   */
  run({ worker1 }: TestNetwork, { capabilities = this.capabilities, prelude = '' } = {}): Outcome {
    const kept = capabilities.map((name) => `,+${name.toLowerCase()}`).join('');
    const restricted = ['setpriv', '--bounding-set', `-all${kept}`, '--inh-caps', '-all', '--ambient-caps', '-all'];
    return worker1.run([
      ...restricted,
      ...(this.mayEscalate ? [] : ['--no-new-privs']),
      ...before(this.command, prelude),
    ]);
  }

  /** Runs it as if one of its capabilities were missing. */
  runWithout(capability: string, network: TestNetwork): Outcome {
    return this.run(network, { capabilities: this.capabilities.filter((name) => name !== capability) });
  }
}

/** A command of a shell, with more in front of its script. */
function before(command: readonly string[], prelude: string): string[] {
  return [...command.slice(0, -1), `${prelude}\n${command.at(-1)}`];
}

interface StatefulSet {
  readonly spec: { readonly template: { readonly spec: { readonly initContainers: readonly Container[] } } };
}

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly securityContext: {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  };
}
