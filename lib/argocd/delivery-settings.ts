import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { ArgoDeliveryProps } from './argo-delivery-props.ts';
import { applicationName } from './delivered-charts.ts';

/** The checked props of a delivery, with their defaults. */
export interface DeliverySettings {
  readonly repository: string;
  readonly revision: string;

  /** The folder of the output, with a slash behind it; empty for the root of the repository. */
  readonly folder: string;
  readonly charts: readonly Chart[];
  readonly makes: 'applications' | 'application-set';
  readonly project: DnsLabel;
  readonly namespace: DnsLabel;
}

/** Checks the props of a delivery and fills in the defaults; what is wrong goes into the review. */
export function reviewDelivery(delivery: Construct, props: ArgoDeliveryProps, review: PropsReview): DeliverySettings {
  const {
    repository,
    revision = 'main',
    folder = 'dist',
    charts,
    makes = 'applications',
    ...rest
  } = review.members('props', props);
  const { project = 'netbird', namespace = 'argocd', ...unknownProps } = rest;
  review.refuseUnknown(unknownProps);
  return {
    repository: review.parse('repository', repository, parseRepository, 'https://git.example.org/homelab.git'),
    revision: review.parse('revision', revision, parseGitPath, 'main'),
    folder: review.parse('folder', folder, parseFolder, 'dist'),
    makes: review.parse('makes', makes, oneOf('applications', 'application-set'), 'applications'),
    project: review.parse('project', project, parseDnsLabel, 'netbird'),
    namespace: review.parse('namespace', namespace, parseDnsLabel, 'argocd'),
    charts: reviewCharts(Chart.of(delivery), charts, review),
  };
}

/** Each once, and none whose Application would have the name of another's. */
function reviewCharts(own: Chart, charts: unknown, review: PropsReview): readonly Chart[] {
  const owners = new Map<string, Chart>();
  for (const [index, chart] of review.parseList('charts', charts, parseChart, '[netbird]').entries()) {
    if (chart === undefined) continue;
    const field = `charts[${index}]`;
    const name = applicationName(chart);
    const owner = owners.get(name);
    if (chart === own) {
      review.refuse(field, {
        reason:
          'It is the chart of the delivery itself: an Application that may change its own project allows itself anything.',
        remedy: 'Take it out, and apply its folder by hand.',
      });
    } else if (owner === chart) {
      review.refuse(field, { reason: `The chart ${chart.node.path} is there already.`, remedy: 'Take it out.' });
    } else if (owner !== undefined) {
      review.refuse(field, {
        reason: `The Application ${name} would be that of ${owner.node.path} and that of ${chart.node.path}.`,
        remedy: 'Give one of the charts, or of their clusters, another id.',
      });
    } else if (name.length > LONGEST_LABEL) {
      review.refuse(field, {
        value: name,
        reason: `The name of its Application has ${name.length} characters, and Argo CD writes it into labels, which have up to ${LONGEST_LABEL}.`,
        remedy: 'Give the chart, or its cluster, a shorter id.',
      });
    } else {
      owners.set(name, chart);
    }
  }
  return [...owners.values()];
}

const LONGEST_LABEL = 63;

function parseChart(value: unknown): Chart {
  if (!Chart.isChart(value)) throw new InvalidValue('It is not a Chart.', 'Write the charts, for example [netbird].');
  return value;
}

/** `https://host/path`, `ssh://[user@]host/path` or `user@host:path`. */
const REPOSITORY = /^(https:\/\/[\w.:[\]-]+\/|ssh:\/\/([\w.-]+@)?[\w.:[\]-]+\/|[\w.-]+@[\w.-]+:)[^\s?#]+$/;

function parseRepository(value: unknown): string {
  if (typeof value === 'string' && REPOSITORY.test(value)) return value;
  const text = String(value);
  if (/^(https|ssh):\/\/([^/]*@|.*[?#])/.test(text)) {
    throw new InvalidValue(
      'A password or token in a URL ends up in Git.',
      'Write the URL without it, and add the repository with its credentials to Argo CD.',
      { mayShowValue: false },
    );
  }
  throw new InvalidValue(
    'It is not the address of a Git repository.',
    'Write, for example, "https://git.example.org/homelab.git".',
    { mayShowValue: !/[@?#]/.test(text) },
  );
}

/** A path or branch inside a repository. */
function parseGitPath(value: unknown, example = 'main'): string {
  const segments = typeof value === 'string' ? value.split('/') : [];
  if (segments.length === 0 || segments.some((segment) => !/^[\w.-]+$/.test(segment) || /^\.\.?$/.test(segment))) {
    throw new InvalidValue('It is not a path or branch inside the repository.', `Write, for example, "${example}".`);
  }
  return segments.join('/');
}

/** `.` is the root of the repository. */
function parseFolder(value: unknown, example?: string): string {
  return value === '.' ? '' : `${parseGitPath(value, example)}/`;
}
