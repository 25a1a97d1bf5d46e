/** What the button of a criterion does: keep, attach a file, enter a value, go to a section, or tick. */

export type Act =
  | { readonly is: 'keep' }
  | { readonly is: 'attach'; readonly what: 'photo' | 'evidence'; readonly kind: string; readonly accept: string }
  | { readonly is: 'record'; readonly on: 'case' | 'shipment'; readonly field: string; readonly form: 'text' | 'grams' | 'time' | 'insured' }
  | { readonly is: 'go'; readonly section: string }
  | { readonly is: 'tick' };

const attachPhoto = (kind: string): Act => ({ is: 'attach', what: 'photo', kind, accept: 'image/*' });
const recordCase = (field: string, form: 'text' | 'grams' | 'time'): Act => ({ is: 'record', on: 'case', field, form });
const recordShipment = (field: string, form: 'text' | 'grams' | 'insured'): Act => ({ is: 'record', on: 'shipment', field, form });

const ACTS: Readonly<Record<string, Act>> = {
  keep_page: { is: 'keep' },
  keep_buyer_photos: { is: 'keep' },
  add_chat_screenshot: attachPhoto('chat'),
  add_logistics_screenshot: attachPhoto('logistics'),
  add_return_photos: attachPhoto('return_inspection'),
  add_unboxing_video: { is: 'attach', what: 'evidence', kind: 'video', accept: 'video/*' },
  compare: { is: 'go', section: 'photos' },
  ask_buyer: { is: 'go', section: 'next' },
  send_message: { is: 'go', section: 'next' },
  record_delivered: recordCase('delivered', 'time'),
  record_return_waybill: recordCase('return_waybill', 'text'),
  record_return_weight: recordCase('return_weight_g', 'grams'),
  record_waybill: recordShipment('waybill', 'text'),
  record_packing_weight: recordShipment('weight_g', 'grams'),
  record_freight_insurance: recordShipment('freight_insurance', 'insured'),
  take_packing_photo: { is: 'attach', what: 'photo', kind: 'packing', accept: 'image/*' },
};

export const actOf = (how: string | null | undefined): Act => ACTS[how ?? ''] ?? { is: 'tick' };

/** Whether a person may declare it done: what is counted from photos, fields and comparisons is not declared. */
export const mayTick = (act: Act): boolean => act.is === 'tick' || act.is === 'attach' || (act.is === 'go' && act.section === 'next');
