import { InvalidValue } from '../refusal/invalid-value.ts';

const REGISTRY = /(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?\/)?/;
const PATH_COMPONENT = /[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*/;
const TAG = /(?::(?<tag>\w[\w.-]{0,127}))?/;
const DIGEST = /(?:@(?<digest>sha256:[0-9a-f]{64}))?/;
const REFERENCE = new RegExp(
  `^${REGISTRY.source}${PATH_COMPONENT.source}(?:/${PATH_COMPONENT.source})*${TAG.source}${DIGEST.source}$`,
);

/** A container image that does not change under its reference: `name:tag`, or `name:tag@sha256:…`. */
export class ImageReference {
  /**
   * @param value with a tag that names a full version (`0.66.2`), or any tag but `latest` followed by a digest.
   *   Refused: no tag, `latest`, and without a digest tags that move (`0.66`, `stable`).
   * @throws InvalidValue
   */
  static parse(value: unknown, example = 'netbirdio/netbird:0.66.2'): ImageReference {
    const tagOfExample = example.slice(example.lastIndexOf(':'));
    const parts = REFERENCE.exec(String(value))?.groups;
    if (typeof value !== 'string' || parts === undefined) {
      throw new InvalidValue('It is not an image reference.', `Write, for example, "${example}".`);
    }
    const { tag, digest } = parts;
    if (tag === undefined) {
      throw new InvalidValue(
        'The tag is missing.',
        `Write the version, for example "${value.split('@')[0]}${tagOfExample}".`,
      );
    }
    if (tag === 'latest') {
      throw new InvalidValue(
        'The tag "latest" is another image tomorrow.',
        `Write the version, for example "${tagOfExample}".`,
      );
    }
    if (digest === undefined && !/^v?\d+\.\d+\.\d/.test(tag)) {
      throw new InvalidValue(
        `The tag "${tag}" can be moved to another image.`,
        `Write a full version, for example "${tagOfExample}", or add the digest ("@sha256:…").`,
      );
    }
    return new ImageReference(value, tag);
  }

  /** The tag, without the colon. */
  readonly tag: string;

  private readonly text: string;

  private constructor(text: string, tag: string) {
    this.text = text;
    this.tag = tag;
  }

  toString(): string {
    return this.text;
  }
}
