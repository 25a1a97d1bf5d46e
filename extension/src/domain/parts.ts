/**
 * Scripts that a page loads only once it needs them. Each is a file `entrypoints/<name>.part.ts`,
 * built to `<name>.js`; the service worker puts in no other (CONTRIBUTING.md, "A part of the overlay").
 */
export type FeatureName = 'filter' | 'picker' | 'filling';
export type PartName = 'panel' | 'views' | 'zoom' | 'english' | FeatureName;

/** Those there are; a feature is added here together with its file. */
export const features: readonly FeatureName[] = ['filling', 'filter'];
export const parts: readonly PartName[] = ['panel', 'views', 'zoom', 'english', ...features];
