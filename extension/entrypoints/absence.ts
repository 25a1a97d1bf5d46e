import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { standReady } from '@/content/absence';

export default defineUnlistedScript(standReady);
