import { Environment } from '@marcbachmann/cel-js';

/** What an API server answers for one policy: nothing when it accepts, otherwise the messages. */
export type Verdict = readonly string[];

interface Expression {
  readonly name: string;
  readonly expression: string;
}

interface Policy {
  readonly matchConditions?: readonly Expression[];
  readonly variables: readonly Expression[];
  readonly validations: readonly { readonly expression: string; readonly messageExpression: string }[];
}

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind, as the API server sees them
type KubernetesObject = any;

/**
 * Evaluates a ValidatingAdmissionPolicy as the API server does: match conditions, variables in their order, validations.
 * Kubernetes' `findAll` and `replace`, which the library lacks, are added; the rest is CEL's own.
 */
export function admissionPolicyEvaluator(policy: Policy) {
  const environment = new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction('string.findAll(string): list<string>', findAll)
    .registerFunction('string.replace(string, string): string', replace);
  const compile = ({ expression }: { readonly expression: string }) => environment.parse(expression);
  const conditions = (policy.matchConditions ?? []).map(compile);
  const variables = policy.variables.map((variable) => ({ name: variable.name, evaluate: compile(variable) }));
  const validations = policy.validations.map((validation) => ({
    evaluate: compile(validation),
    message: compile({ expression: validation.messageExpression }),
  }));

  return (object: KubernetesObject, oldObject: KubernetesObject = null): Verdict => {
    const context = { object, oldObject, variables: {} as Record<string, unknown> };
    if (conditions.some((matches) => matches(context) !== true)) return [];
    for (const { name, evaluate } of variables) context.variables[name] = evaluate(context);
    return validations
      .filter(({ evaluate }) => evaluate(context) !== true)
      .map(({ message }) => String(message(context)));
  };
}

/** Every match of a regular expression, as the regex library of Kubernetes finds them. */
export function findAll(text: string, pattern: string): string[] {
  return [...text.matchAll(new RegExp(pattern, 'g'))].map(([match]) => match);
}

/** Every occurrence, as CEL's extended strings library replaces them. */
export function replace(text: string, old: string, by: string): string {
  return text.replaceAll(old, () => by);
}
