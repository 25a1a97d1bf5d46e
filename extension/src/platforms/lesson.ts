/** What the picker is given when the seller starts to teach a page. */
import type { Description } from '@/platforms/description';

export interface Lesson {
  readonly language: 'zh-CN' | 'en';
  /** General words of the field (what buyers' texts are called, kinds of requests) to begin with. */
  readonly template: Description;
  /** What is known of this host already; words are then added to it. */
  readonly known: Description | null;
}
