const NAME = /[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?/;
const PREFIX = /(?=.{1,253}\/)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\//;
const LABEL_NAME = new RegExp(`^${NAME.source}$`);
const QUALIFIED_NAME = new RegExp(`^(${PREFIX.source})?${NAME.source}$`);

/** Whether a text may be the key of a label, an annotation or a taint: `name`, or `prefix/name`. */
export function isQualifiedName(text: string): boolean {
  return QUALIFIED_NAME.test(text);
}

/** Whether a text has the form of the name in it, which values of labels have too: up to 63 characters. */
export function isLabelName(text: string): boolean {
  return LABEL_NAME.test(text);
}
