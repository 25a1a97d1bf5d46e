/** What the panel's sections are given: the state, and the few things a person can do there. */
import type { Problem, Result } from '@/lib/result';
import type { Photo } from '@/domain/answers';
import type { FigureOf } from '@/domain/messages';
import type { Region } from '@/domain/region';
import type { WorkRow } from '@/domain/work';
import type { PanelState } from '@/domain/panel-state';
import type { Draw } from '@/ui/panel/drawn';
import type { ViewsProps } from '@/ui/panel/views';
import type { ZoomProps } from '@/ui/panel/zoom';
import type { Texts } from '@/ui/texts';

export interface PanelActions {
  readonly keep: () => void;
  readonly retry: (seq?: number) => void;
  /** Takes an item that cannot be sent out of the queue of this browser. */
  readonly remove: (seq: number) => void;
  readonly tick: (criterion: string, done: boolean) => void;
  readonly attach: (what: 'photo' | 'evidence', kind: string, files: readonly File[]) => void;
  /** The seller's word on a host of pictures: ask the browser for it, or leave it. */
  readonly host: (host: string, answer: 'ask' | 'decline') => void;
  readonly record: (on: 'case' | 'shipment', field: string, value: string | number | boolean) => void;
  readonly go: (section: string) => void;
  /** Another refund in the same panel; its own comes back by `back`. */
  readonly openCase: (refundId: string) => void;
  readonly choose: (scenario: string | null) => void;
  readonly compareAgain: (comparison: string) => void;
  readonly addNote: (text: string, on?: { readonly photo: string; readonly region: Region }) => Promise<Result<unknown>>;
  readonly removeNote: (id: string) => void;
  readonly picture: (of: 'photo' | 'figure', id: string, size: number, figure?: FigureOf) => Promise<Result<string>>;
  readonly photo: (id: string) => Promise<Result<Photo>>;
  readonly history: () => Promise<Result<readonly WorkRow[]>>;
  /** What draws enlarged pictures, loaded when the first is asked for. */
  readonly zoom: () => Promise<Draw<ZoomProps> | null>;
  /** What shows a comparison in another way than side by side. */
  readonly views: () => Promise<Draw<ViewsProps> | null>;
  readonly options: () => void;
  readonly reload: () => void;
}

export interface PanelProps {
  readonly refundId: string;
  readonly state: PanelState | null;
  readonly keeping: boolean;
  /** Why the last keeping did not even begin; items that failed say so themselves. */
  readonly keepProblem: Problem | null;
  /** Whether this page is the refund's own; only there its pictures and facts can be kept. */
  readonly canKeep: boolean;
  readonly texts: Texts;
  readonly actions: PanelActions;
  /** Back to the refund of this page, while another is shown. */
  readonly back?: () => void;
}
