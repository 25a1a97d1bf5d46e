/** The panel's words in English, loaded by whoever reads English. */
import { extension, outcome, panel, scenario } from '@shared/i18n/en.json';

export const english = { extension, outcome, panel, scenario };
export type EnglishSections = typeof english;
