import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { READER, type Question } from '@/domain/page-reading';
import { readOpenPage } from '@/content/page-reader';

export default defineUnlistedScript(() => {
  (globalThis as unknown as Record<symbol, (question: Question) => unknown>)[Symbol.for(READER)] = readOpenPage;
});
