/** The platform's own forms we know of; apart from their form, so that a page need not carry that. */
export const formKinds = ['reject', 'intervention', 'evidence', 'return_freight'] as const;
export type FormKind = (typeof formKinds)[number];
