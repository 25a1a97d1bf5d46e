import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startPicker } from '@/content/picker/picker';

export default defineUnlistedScript(() => void startPicker());
