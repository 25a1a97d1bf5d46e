/** What is known of one after-sales request: ids are strings, money fen, times RFC 3339 UTC. */

export const caseKinds = ['refund_only', 'return_refund', 'exchange', 'resend', 'repair'] as const;
export type CaseKind = (typeof caseKinds)[number];

export interface Facts {
  refund_id: string;
  platform: string;
  order_id?: string | undefined;
  kind?: CaseKind | undefined;
  reason?: string | undefined;
  reason_text?: string | undefined;
  amount_fen?: number | undefined;
  status?: string | undefined;
  buyer_id?: string | undefined;
  return_waybill?: string | undefined;
  delivered?: string | undefined;
  platform_flags?: string[] | undefined;
  applied?: string | undefined;
  deadline?: string | undefined;
}

/** A record in the page: its facts, and the elements it was read from. */
export interface PageRecord {
  readonly facts: Facts;
  /** The row or card that holds this record and no other. */
  readonly container: Element;
  /** Where the refund id is shown; the badge stands next to it. */
  readonly anchor: Element;
  /** The text nodes of the id with the text each had: when one differs, the record is another. */
  readonly seen: readonly { readonly node: Text; readonly data: string }[];
}
