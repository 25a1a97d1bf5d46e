/** The only door to the browser's own interfaces. */
export * from '@/lib/browser/menus';
export * from '@/lib/browser/messages';
export * from '@/lib/browser/own';
export * from '@/lib/browser/permissions';
export * from '@/lib/browser/scripts';
export * from '@/lib/browser/storage';
export * from '@/lib/browser/tabs';
export * from '@/lib/browser/worker';
