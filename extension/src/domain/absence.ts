/** What the script that takes our elements out of the page leaves for the one that put them there. */
export const ABSENCE = Symbol.for('returnproof.absence');

export interface Leave {
  /** `over` is called once they are back, whoever ends it. */
  readonly begin: (over: () => void) => void;
  readonly end: () => void;
}

export const leave = (): Leave | undefined => (globalThis as unknown as Record<symbol, Leave | undefined>)[ABSENCE];
