import { defineContentScript } from 'wxt/utils/define-content-script';
import { tap } from '@/content/tap';

export default defineContentScript({
  matches: ['https://s.kwaixiaodian.com/*'],
  allFrames: true,
  runAt: 'document_start',
  world: 'MAIN',
  main: tap,
});
