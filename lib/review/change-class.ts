/**
 * What a change does, the gravest first: what is lost for good, what stops the sync, what opens, what interrupts, what
 * comes too late, what a person has to do, what does nothing, and all else.
 */
export const CHANGE_CLASSES = [
  'identity',
  'sync-fails',
  'exposure',
  'outage',
  'order',
  'by-hand',
  'no-effect',
  'routine',
] as const;

export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** Each class in one sentence. */
export const CLASS_MEANINGS: Readonly<Record<ChangeClass, string>> = {
  identity: 'The peer would register anew, as another one; or nothing keeps its identity any more.',
  'sync-fails': 'The API server or Argo CD refuses it.',
  exposure: 'Something may do, reach or let through more than before.',
  outage: 'The tunnel, or another workload, is away for a while.',
  order: 'Something is applied after what needs it.',
  'by-hand': 'Nothing applies it but a person.',
  'no-effect': 'It does nothing yet, or nothing at all.',
  routine: 'No rule has anything to say.',
};

export function isChangeClass(text: string): text is ChangeClass {
  return CHANGE_CLASSES.some((name) => name === text);
}
