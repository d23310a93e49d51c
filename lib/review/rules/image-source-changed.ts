import { podTemplatePath } from '../../output/pod-template.ts';
import { touches } from '../compare/field-path.ts';
import { containersOf, podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** Another tag is another version of the same program; another repository is whatever is in it. */
export const imageSourceChanged: Rule = {
  name: 'image-source-changed',
  class: 'exposure',
  reason: 'Whoever writes to the repository of an image decides what its container does with all that it may.',
  source: 'Kubernetes: images',

  find({ before, after, differences }) {
    const [old, made] = [podOf(before), podOf(after)];
    if (after === undefined || old === undefined || made === undefined) return [];
    const known = new Map(containersOf(old).map((container) => [container.name, repositoryOf(container.image)]));
    const moved = containersOf(made).flatMap(({ name, image }) => {
      const [from, to] = [known.get(name), repositoryOf(image)];
      return from === undefined || from === to ? [] : `${name} of ${to} instead of ${from}`;
    });
    if (moved.length === 0) return [];
    const fields = ['initContainers', 'containers'].map((list) =>
      [...(podTemplatePath(after.kind) ?? []), 'spec', list, '*', 'image'].join('.'),
    );
    return [
      {
        differences: differences.filter(({ path }) => fields.some((field) => touches(path, field))),
        consequence: `The pods run programs from elsewhere: ${moved.join('; ')}. Whoever writes there decides what they do.`,
        remedy: 'Make sure that you trust what is there, or pin it by its digest.',
      },
    ];
  },
};

/** `netbirdio/netbird` of `docker.io/netbirdio/netbird:0.66.2`. */
function repositoryOf(image: unknown): string {
  const [path = ''] = String(image).split('@');
  return path.replace(/:[^/:]*$/, '').replace(/^(index\.)?docker\.io\/(library\/)?/, '');
}
