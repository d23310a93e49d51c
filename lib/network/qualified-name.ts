const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Whether a text may be the key of a label, an annotation or a taint: `name`, or `prefix/name`. */
export function isQualifiedName(text: string): boolean {
  const [name, prefix, ...rest] = text.split('/').reverse();
  return isLabelName(name ?? '') && (prefix === undefined || PREFIX.test(prefix)) && rest.length === 0;
}

/** Whether a text has the form of the name in it, which values of labels have too: up to 63 characters. */
export function isLabelName(text: string): boolean {
  return NAME.test(text);
}
