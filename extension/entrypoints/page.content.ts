import { defineContentScript } from 'wxt/utils/define-content-script';
import { start } from '@/content/start';

export default defineContentScript({
  matches: ['https://s.kwaixiaodian.com/*'],
  allFrames: true,
  runAt: 'document_start',
  main: start,
});
