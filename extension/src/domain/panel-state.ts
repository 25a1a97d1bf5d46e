/** What the panel shows of one refund, put together by the service worker. */
import type { Problem, Result } from '@/lib/result';
import type { Assessment, Evidence, Note } from '@/domain/answers';

export interface ItemSummary {
  readonly seq: number;
  readonly what: 'case' | 'photo' | 'evidence';
  readonly kind: string;
  readonly name: string;
  readonly state: 'collecting' | 'waiting' | 'sending' | 'done' | 'failed';
  readonly by: 'click' | 'page';
  readonly queued: string;
  readonly archived: boolean;
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
  /** The server does not answer; what is shown is what it said last. */
  readonly away?: Problem | null;
}

export interface Greeting {
  readonly enabled: boolean;
  readonly paired: boolean;
  readonly sampleOrigin: string | null;
  /** The description this page is read by, as the worker has it now; parsed again before use. */
  readonly platform: unknown;
  readonly language: 'zh-CN' | 'en';
}

export interface StateSummary {
  readonly connection: { readonly server: string; readonly shop: string; readonly role: string; readonly version: string; readonly sample: boolean } | null;
  readonly reachable: boolean;
  readonly problem: Problem | null;
  readonly waiting: number;
  readonly failed: number;
  readonly language: 'zh-CN' | 'en' | 'auto';
  readonly texts: 'zh-CN' | 'en';
  /** Ids of the platforms enabled besides the one in the manifest. */
  readonly platforms: readonly string[];
}
