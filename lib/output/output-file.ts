import { Construct } from 'constructs';
import { secretFormIn, secretProblem } from '../refusal/secret-forms.ts';

/** The folder for values of Helm charts that somebody else installs. */
export const HELM_VALUES = 'helm-values';

/** What an ApplicationSet reads: the Applications of the output. */
export const APPLICATION_INDEX = 'index.json';

/**
 * A file of the output that is no object of Kubernetes, such as values for a Helm chart. Nothing applies it: it
 * stands beside the folders of the charts.
 */
export class OutputFile extends Construct {
  /** Below the output folder, or below that of its cluster: `helm-values/cilium.yaml`, `index.json`. */
  readonly path: string;

  /** What is in it, once all objects of the site are known. */
  readonly content: () => string;

  constructor(scope: Construct, id: string, props: { readonly path: string; readonly content: () => string }) {
    super(scope, id);
    this.path = props.path;
    this.content = props.content;
    this.node.addValidation({
      validate: () => {
        const form = secretFormIn(this.content());
        if (form === undefined) return [];
        const { reason, remedy } = secretProblem(form);
        return [`${this.path}: ${reason} ${remedy}`];
      },
    });
  }
}
