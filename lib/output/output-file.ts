import { Construct } from 'constructs';

/** The folder for values of Helm charts that somebody else installs. */
export const HELM_VALUES = 'helm-values';

/**
 * A file of the output that is no object of Kubernetes, such as values for a Helm chart. Nothing applies it: it
 * stands in a folder of its own, beside those of the charts.
 */
export class OutputFile extends Construct {
  /** Below the output folder, or below that of its cluster: `helm-values/cilium.yaml`. */
  readonly path: string;

  readonly content: string;

  constructor(scope: Construct, id: string, props: { readonly path: string; readonly content: string }) {
    super(scope, id);
    this.path = props.path;
    this.content = props.content;
  }
}
