import type { IConstruct } from 'constructs';
import { InvalidValue } from './invalid-value.ts';
import { type Problem, shown } from './problem.ts';
import { RefusedError } from './refused-error.ts';
import { secretFormIn, secretProblem } from './secret-forms.ts';

/**
 * Makes a value of what it is given.
 *
 * @param example a value to write instead, where the parser is of use to many props
 * @throws InvalidValue
 */
export type Parser<T> = (value: unknown, example?: string) => T;

const collectors = new WeakMap<IConstruct, Problem[]>();

/**
 * From now on, constructs below `root` add their problems to the returned list instead of throwing, so that one
 * synth shows the problems of the whole site. Whoever calls this must refuse the site when the list is not empty.
 */
export function collectProblems(root: IConstruct): readonly Problem[] {
  const problems: Problem[] = [];
  collectors.set(root, problems);
  return problems;
}

/**
 * Reads the props of one construct and remembers all that is wrong with them.
 *
 * A value that is refused is replaced by one that is not, so that reading goes on and finds the next problem;
 * {@link conclude} then makes sure that nothing built on such a stand-in is ever used.
 */
export class PropsReview {
  private readonly problems: Problem[] = [];
  private readonly construct: IConstruct;

  constructor(construct: IConstruct) {
    this.construct = construct;
  }

  /** Whether something was refused, so that values may be stand-ins. */
  get hasProblems(): boolean {
    return this.problems.length > 0;
  }

  /** Whether a field, or one below it, was refused. */
  isRefused(field: string): boolean {
    return this.problems.some((problem) => problem.field === field || problem.field?.startsWith(`${field}.`));
  }

  /** Refuses `field`. Pass the value only where it may be shown. */
  refuse(field: string, problem: { readonly value?: unknown; readonly reason: string; readonly remedy: string }): void {
    this.problems.push({
      path: this.construct.node.path,
      field,
      value: problem.value === undefined ? undefined : shown(problem.value),
      reason: problem.reason,
      remedy: problem.remedy,
    });
  }

  /** Parses a value. When it is refused, remembers why and goes on with `standIn`, a value that is not. */
  parse<T>(field: string, value: unknown, parse: Parser<T>, standIn: unknown): T {
    const example = typeof standIn === 'string' ? standIn : undefined;
    return this.tryParse(field, value, parse, example) ?? parse(standIn);
  }

  /**
   * A prop that has members. What has none is refused, and taken for one without any.
   *
   * @param example what to write instead; only for a prop that may not be left out
   */
  members<T extends object>(field: string, value: T, example?: string): Partial<T> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    this.refuse(field, {
      value,
      reason: value === undefined ? 'It is missing.' : 'It must be an object.',
      remedy: example === undefined ? 'Write it in braces, or leave it out.' : `Write, for example, ${example}.`,
    });
    return {};
  }

  /** The props of the construct itself. Without any there is nothing more to read, and the construct ends here. */
  props<T extends object>(props: T): T {
    this.members('props', props, 'new …(chart, "id", { … })');
    if (!this.isRefused('props')) return props;
    this.conclude();
    throw new Error(`${this.construct.node.path} has no props.`);
  }

  /** Parses a value that may be left out. */
  parseOptional<T>(field: string, value: unknown, parse: Parser<T>, example?: string): T | undefined {
    return value === undefined ? undefined : this.tryParse(field, value, parse, example);
  }

  /** Parses every entry of a list that must not be empty; an entry that is refused is undefined in the result. */
  parseList<T>(field: string, values: unknown, parse: Parser<T>, example: string): (T | undefined)[] {
    if (!Array.isArray(values) || values.length === 0) {
      this.refuse(field, {
        value: values,
        reason: values === undefined ? 'It is missing.' : 'It must be a list with at least one entry.',
        remedy: `Write, for example, ${example}.`,
      });
      return [];
    }
    // A hole is an entry too: the map of an array would skip it.
    return Array.from(values, (value, index) => this.tryParse(`${field}[${index}]`, value, parse));
  }

  /** Parses a value. When it is refused, or holds a secret, remembers why and returns undefined. */
  tryParse<T>(field: string, value: unknown, parse: Parser<T>, example?: string): T | undefined {
    try {
      const parsed = parse(value, example);
      const form = typeof value === 'string' ? secretFormIn(value) : undefined;
      if (form === undefined) return parsed;
      this.refuse(field, secretProblem(form));
      return undefined;
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.refuse(field, {
        value: error.mayShowValue ? value : undefined,
        reason: value === undefined ? 'It is missing.' : error.reason,
        remedy: error.remedy,
      });
      return undefined;
    }
  }

  /**
   * Refuses every prop that nobody knows. Node runs TypeScript without checking it, so that a misspelt optional prop
   * would otherwise quietly be its default.
   *
   * @param unknownProps what is left of the props when all known ones are taken out
   * @param parent the field whose members these are, when it is not the construct itself
   */
  refuseUnknown(unknownProps: object, parent?: string): void {
    for (const name of Object.keys(unknownProps)) {
      this.refuse(parent === undefined ? name : `${parent}.${name}`, {
        reason: 'There is no such prop.',
        remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
      });
    }
  }

  /**
   * Ends the review. Throws a {@link RefusedError} with every problem, unless `synthesize()` collects them for the
   * whole site.
   */
  conclude(): void {
    if (this.problems.length === 0) return;
    const collector = collectors.get(this.construct.node.root);
    if (collector === undefined) throw new RefusedError(this.problems);
    collector.push(...this.problems);
  }
}
