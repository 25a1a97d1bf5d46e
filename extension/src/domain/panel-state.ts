/** What the panel shows of one refund, put together by the service worker. */
import type { Problem, Result } from '@/lib/result';
import type { Assessment, Evidence, Note } from '@/domain/answers';
import type { Binding } from '@/domain/ownership';

/** `shown`: only the size the page shows; `archive`: the browser's own copy; `cut`: out of a picture of the page. */
export type How = 'fetched' | 'shown' | 'archive' | 'cut' | 'page' | 'added';
export type Room = 'enough' | 'low' | 'full';

export interface ItemSummary {
  readonly seq: number;
  readonly what: 'case' | 'photo' | 'evidence';
  readonly kind: string;
  readonly name: string;
  readonly state: 'collecting' | 'waiting' | 'sending' | 'done' | 'failed';
  readonly by: 'click' | 'page';
  readonly queued: string;
  readonly archived: boolean;
  /** How its bytes were come by, where that is worth saying. */
  readonly how: How | null;
  readonly problem: Problem | null;
  readonly receipt: { readonly id: string; readonly sha256: string; readonly created: string } | null;
}

export interface PanelState {
  readonly assessment: Result<Assessment>;
  readonly evidence: readonly Evidence[];
  readonly notes: readonly Note[];
  /** Ids of the notes written in this browser. */
  readonly ownNotes?: readonly string[];
  readonly items: readonly ItemSummary[];
  /** Hosts of this refund's pictures that this browser may not read yet, by name. */
  readonly hosts?: readonly string[];
  /** The last click could take no picture of the page: it needs a gesture the browser accepts. */
  readonly unpictured?: boolean;
  readonly room?: Room;
  /** The server does not answer; what is shown is what it said last. */
  readonly away?: Problem | null;
}

/** Pictures kept by the context menu whose case is still to be said. */
export interface PickedState {
  readonly paired: boolean;
  readonly pictures: readonly { readonly seq: number; readonly name: string; readonly source: string; readonly isThere: boolean; readonly problem: Problem | null; readonly how: How | null }[];
  readonly cases: readonly { readonly refund_id: string; readonly order_id: string }[];
}

export interface Greeting {
  readonly enabled: boolean;
  readonly paired: boolean;
  readonly sampleOrigin: string | null;
  /** The description this page is read by, as the worker has it now; parsed again before use. */
  readonly platform: unknown;
  readonly language: 'zh-CN' | 'en';
  readonly loud: LoudLevel;
}

/** From which level a badge speaks up; below it, shape and word only. */
export const loudLevels = ['none', 'low', 'medium', 'high'] as const;
export type LoudLevel = (typeof loudLevels)[number];

/** One paired shop as our own pages show it; never with its token. */
export interface ShopSummary {
  readonly key: string;
  readonly server: string;
  readonly shop: string;
  readonly role: string;
  readonly version: string;
  readonly sample: boolean;
  readonly reachable: boolean;
  readonly problem: Problem | null;
  readonly waiting: number;
  readonly failed: number;
}

/** Whose are the records of this account? Under `key` they wait until the seller says. */
export interface QuestionSummary {
  readonly key: string;
  readonly platform: string;
  readonly account: string | null;
  readonly name: string;
  readonly since: string;
  readonly waiting: number;
}

export interface StateSummary {
  /** The shop our own pages show: the one chosen last. */
  readonly connection: ShopSummary | null;
  readonly reachable: boolean;
  readonly problem: Problem | null;
  /** Of all shops together, held questions included. */
  readonly waiting: number;
  readonly failed: number;
  readonly shops: readonly ShopSummary[];
  readonly bindings: readonly Binding[];
  readonly questions: readonly QuestionSummary[];
  /** What waits for a shop that is not paired any more, by that shop. */
  readonly stranded: readonly { readonly key: string; readonly waiting: number }[];
  readonly loud: LoudLevel;
  readonly language: 'zh-CN' | 'en' | 'auto';
  readonly texts: 'zh-CN' | 'en';
  /** Ids of the platforms that are enabled. */
  readonly platforms: readonly string[];
}
