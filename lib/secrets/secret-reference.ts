import type { Cidr } from '../network/cidr.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { ExistingSecret } from './existing-secret.ts';
import type { SecretKind } from './secret-kind.ts';
import type { SecretSource } from './secret-source.ts';

/** Where one of NetBird's secrets comes from: what a prop holds in the place of the secret. */
export class SecretReference<Kind extends SecretKind = SecretKind> {
  readonly kind: Kind;
  readonly source: SecretSource;

  protected constructor(kind: Kind, source: SecretSource) {
    this.kind = kind;
    this.source = source;
  }
}

/**
 * Checks a prop that holds such a reference.
 *
 * @param kind what it must be
 * @param overlays the ranges of the mesh, to which no way leads before the secret is there
 * @returns its source; another one in its place when it is refused
 */
export function reviewReference(
  value: unknown,
  kind: SecretKind,
  {
    field,
    overlays,
    review,
  }: { readonly field: string; readonly overlays: readonly Cidr[]; readonly review: PropsReview },
): SecretSource {
  const example = `${kind.factory}.fromOpenBao({ … })`;
  if (value === undefined || value === null) {
    review.refuse(field, { reason: 'It is missing.', remedy: `Write, for example, ${example}.` });
  } else if (!(value instanceof SecretReference)) {
    review.refuse(field, {
      reason: `${kind.name.replace(/^a/, 'A')} is never written here: it would stay in Git for ever.`,
      remedy: `Say where it comes from, for example ${example}; revoke one that was committed.`,
    });
  } else if (value.kind !== kind) {
    review.refuse(field, {
      reason: `It says where ${value.kind.name} comes from, not ${kind.name}.`,
      remedy: `Write, for example, ${example}.`,
    });
  } else {
    value.source.review({ field, kind, overlays, review });
    if (!review.isRefused(field)) return value.source;
  }
  return new ExistingSecret({ name: kind.example.secret, key: kind.example.key });
}
